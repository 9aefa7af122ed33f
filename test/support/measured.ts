import type { CockpitEvent } from '../../src/domain/history/entry/event.ts';
import { commandLine } from './command-line.ts';
import { draft } from './history.ts';
import { team } from './team.ts';

/** A number that is nowhere else: where it is seen, adoption was given away. */
export const turns = 7_654_321;

/** Turns of one person on one day. */
export const figures: CockpitEvent = {
  kind: 'figures.imported',
  body: {
    ...{ v: 1, source: 'analytics', place: 'w1', file: 'usage.json', limits: [], mapping: null, page: null },
    ...{ seen: {}, unknown: {} },
    rows: [
      {
        ...{ key: '1', from: '2026-11-10', to: '2026-11-10', person: 'ada@example.com', surface: 'cli' },
        ...{
          repository: '',
          model: '',
          grade: 'observed',
          level: ['person', 'surface'],
          measures: { turns },
        },
      },
    ],
  },
};

/** Two defects of 40 changes, of everybody, in the ten days up to then. */
export const quality: CockpitEvent = {
  kind: 'quality.recorded',
  body: {
    ...{ v: 1, source: 'file', name: 'quality.csv' },
    rows: [
      {
        ...{
          key: 'a',
          metric: 'defect-rate',
          from: '2026-11-01',
          to: '2026-11-10',
          team: '',
          repository: '',
        },
        ...{ id: null, total: 2, n: 40, priorities: null },
      },
    ],
  },
};

/** A rollout with adoption, and quality if it is asked for. */
export async function measured(...events: CockpitEvent[]) {
  const { world, store } = await team();
  await store.append(() => events.map((event) => draft(event)));
  return { ...commandLine(world), world };
}
