import { describe, expect, it } from 'vitest';
import type { Activity } from '../../../../src/domain/metrics/activity.ts';
import { countOnce } from '../../../../src/domain/metrics/figures/count-once.ts';

const row = (turns: number | undefined, more: Partial<Activity> = {}): Activity => ({
  source: 'analytics',
  from: '2026-11-02',
  to: '2026-11-02',
  person: '',
  surface: '',
  repository: '',
  model: '',
  grade: 'observed',
  measures: turns === undefined ? { credits: 1 } : { turns },
  seq: 1,
  ...more,
});

const whole = row(10, { level: [] });
const ada = row(6, { level: ['person'], person: 'ada@example.com' });
const bob = row(4, { level: ['person'], person: 'bob@example.com' });
const adaCli = row(6, { level: ['person', 'surface'], person: 'ada@example.com', surface: 'cli' });
const bobIde = row(5, { level: ['person', 'surface'], person: 'bob@example.com', surface: 'ide' });
const levels = [adaCli, ada, whole, bobIde, bob];

describe('work that a source states at several levels is counted once', () => {
  it.each([
    ['the total from the row of the workspace', [], [whole]],
    ['people from their rows', ['person'], [ada, bob]],
    ['surfaces from the rows that tell them apart', ['surface'], [adaCli, bobIde]],
    ['nothing where no row tells it apart', ['model'], []],
  ] as const)('%s', (_, needs, expected) => {
    expect(new Set(countOnce(levels, { measure: 'turns', needs }))).toEqual(new Set(expected));
  });

  it('a finer level stands in where the coarse one does not state the measure', () => {
    const silent = row(undefined, { level: [] });
    expect(countOnce([silent, ada, bob], { measure: 'turns', needs: [] })).toEqual([ada, bob]);
  });

  it('each day has the level that is there', () => {
    const next = { from: '2026-11-03', to: '2026-11-03' };
    const later = row(3, { level: ['person'], person: 'ada@example.com', ...next });
    expect(new Set(countOnce([...levels, later], { measure: 'turns', needs: [] }))).toEqual(
      new Set([whole, later]),
    );
  });

  it('two workspaces are both counted', () => {
    const other = row(7, { level: [], place: 'west' });
    expect(new Set(countOnce([...levels, other], { measure: 'turns', needs: [] }))).toEqual(
      new Set([whole, other]),
    );
  });

  it('rows without levels are all counted', () => {
    const rows = [row(1, { source: 'sessions' }), row(2, { source: 'sessions' })];
    expect(countOnce(rows, { measure: 'turns', needs: ['person'] })).toEqual(rows);
  });
});

describe('a week and its days are counted once', () => {
  const week = row(70, { level: [], from: '2026-11-02', to: '2026-11-08' });
  const day = (date: number) => {
    const at = `2026-11-0${date}`;
    return row(10, { level: [], from: at, to: at });
  };
  const days = [2, 3, 4, 5, 6, 7, 8].map(day);

  it('by its days when all seven are there', () => {
    expect(countOnce([week, ...days], { measure: 'turns', needs: [] })).toEqual(days);
  });

  it('by the week when a day is missing', () => {
    expect(countOnce([...days.slice(1), week], { measure: 'turns', needs: [] })).toEqual([week]);
  });

  it('days outside of the week stay', () => {
    const outside = day(9);
    expect(new Set(countOnce([week, day(4), outside], { measure: 'turns', needs: [] }))).toEqual(
      new Set([week, outside]),
    );
  });
});
