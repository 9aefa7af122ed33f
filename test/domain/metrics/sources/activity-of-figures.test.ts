import { describe, expect, it } from 'vitest';
import {
  activityOfFigures,
  type FiguresBody,
} from '../../../../src/domain/metrics/sources/activity-of-figures.ts';

const figures = (more: Partial<FiguresBody> = {}): FiguresBody => ({
  v: 1,
  source: 'analytics',
  place: '',
  file: 'page.json',
  rows: [],
  limits: [],
  mapping: null,
  page: null,
  seen: {},
  unknown: {},
  ...more,
});

const turns = (count: number, key = '2026-11-02'): FiguresBody['rows'][number] => ({
  key,
  from: '2026-11-02',
  to: '2026-11-02',
  person: '',
  surface: '',
  repository: '',
  model: '',
  grade: 'observed',
  level: [],
  measures: { turns: count },
});

const november = { from: '2026-11-01', to: '2026-11-30' };
const numbered = (bodies: readonly FiguresBody[]) => bodies.map((body, index) => ({ seq: index + 1, body }));

const read = (...bodies: readonly FiguresBody[]) =>
  activityOfFigures(numbered(bodies), november).rows.map(({ seq, place, measures }) => [
    seq,
    place,
    measures.turns,
  ]);

describe('imported figures', () => {
  it('a row with the same key takes the place of the one before', () => {
    expect(read(figures({ rows: [turns(1)] }), figures({ rows: [turns(2)] }))).toEqual([[2, '', 2]]);
  });

  it('two workspaces keep rows of their own', () => {
    const both = ['east', 'west'].map((place) => figures({ place, rows: [turns(1)] }));
    expect(read(...both)).toEqual([
      [1, 'east', 1],
      [2, 'west', 1],
    ]);
  });

  it('a file without a workspace is of the first one that is named', () => {
    expect(
      read(
        figures({ rows: [turns(1)] }),
        figures({ place: 'east', rows: [turns(2)] }),
        figures({ place: 'west' }),
      ),
    ).toEqual([[2, 'east', 2]]);
  });

  it('rows outside of the window are left out, and are part of the span', () => {
    const earlier = { ...turns(5, 'october'), from: '2026-10-26', to: '2026-11-01' };
    const before = { ...turns(6, 'september'), from: '2026-09-01', to: '2026-09-01' };
    const { rows, spans } = activityOfFigures(
      numbered([figures({ rows: [before, earlier, turns(1)] })]),
      november,
    );
    expect(rows.map(({ measures }) => measures.turns)).toEqual([5, 1]);
    expect(spans).toEqual({ analytics: { from: '2026-09-01', to: '2026-11-02' } });
  });

  it('limits are no activity', () => {
    expect(read(figures({ source: 'budget', rows: [turns(1)] }))).toEqual([]);
  });
});
