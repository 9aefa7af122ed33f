import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../src/app/metrics/read-figures.ts';
import type { FiguresBody } from '../../../src/domain/metrics/sources/activity-of-figures.ts';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };

const row = (turns: number, from: string, to = from): FiguresBody['rows'][number] => ({
  ...{ key: from, from, to, person: 'ada@example.com', surface: '', repository: '', model: '' },
  ...{ grade: 'observed', level: ['person'], measures: { turns } },
});

async function recorded(...bodies: readonly Partial<FiguresBody>[]) {
  const { world, store } = await team();
  for (const more of bodies) {
    const body: FiguresBody = {
      ...{ v: 1, source: 'analytics', place: '', file: 'page.json', rows: [], limits: [] },
      ...{ mapping: null, page: null, seen: {}, unknown: {}, ...more },
    };
    await store.append(async () => [
      { actor: 'ada@example.com', subject: 'figures', event: { kind: 'figures.imported', body } },
    ]);
  }
  const { rows, spans } = await readFigures(store, november);
  return { world, store, spans, turns: rows.map(({ measures }) => measures.turns) };
}

describe('imported figures in the tables', () => {
  it('are the newest row of each key that shares a day with the window', async () => {
    const { turns, spans } = await recorded(
      {
        rows: [
          row(1, '2026-09-01'),
          row(2, '2026-10-26', '2026-11-01'),
          row(3, '2026-11-30'),
          row(4, '2026-12-01'),
        ],
      },
      { rows: [row(5, '2026-11-30')] },
    );
    expect(turns).toEqual([2, 5]);
    expect(spans).toEqual({ analytics: { from: '2026-09-01', to: '2026-12-01' } });
  });

  it('are of the first place that was named', async () => {
    const { turns } = await recorded(
      { rows: [row(1, '2026-11-02')] },
      { place: 'east', rows: [row(2, '2026-11-02')] },
    );
    expect(turns).toEqual([2]);
  });

  it('come back after the tables were derived again', async () => {
    const limit = {
      key: 'l',
      team: '',
      cost_centre: '',
      measure: 'credits' as const,
      ...november,
      limit: 9,
      used: null,
    };
    const { world, store } = await recorded(
      { rows: [row(2, '2026-11-02')] },
      { source: 'budget', limits: [limit] },
    );
    const before = [await readFigures(store, november), await store.figureHeads()];
    expect((await commandLine(world).run('db', 'rebuild')).code).toBe(0);
    expect([await readFigures(store, november), await store.figureHeads()]).toEqual(before);
    expect(await store.figureHeads('budget')).toMatchObject([{ body: { limits: [limit] } }]);
  });
});
