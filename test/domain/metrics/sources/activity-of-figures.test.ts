import { describe, expect, it } from 'vitest';
import { METRICS_KEY } from '../../../../src/domain/metrics/events/sources.ts';
import {
  activityOfFigures,
  type RecordedFigure,
} from '../../../../src/domain/metrics/sources/activity-of-figures.ts';

let seq = 0;

/** A row with turns, recorded after those before. */
const turns = (count: number, more: Partial<RecordedFigure> = {}, key = 'k'): RecordedFigure => {
  seq += 1;
  const row = {
    ...{ key, from: '2026-11-02', to: '2026-11-02', person: '', surface: '', repository: '', model: '' },
    ...{ grade: 'observed' as const, level: [], measures: { turns: count } },
  };
  return { source: 'analytics', place: '', seq, row, ...more };
};

const read = (figures: readonly RecordedFigure[], firstPlace = '') =>
  activityOfFigures(figures, new Map([['analytics', firstPlace]])).map(({ place, measures }) => [
    place,
    measures.turns,
  ]);

describe('imported figures', () => {
  it('two workspaces keep rows of their own', () => {
    const both = ['east', 'west'].map((place) => turns(1, { place }));
    expect(read(both, 'east')).toEqual([
      ['east', 1],
      ['west', 1],
    ]);
  });

  it('a file without a workspace is of the first one that is named, and the newest row of both counts', () => {
    expect(read([turns(1), turns(2, { place: 'east' })], 'east')).toEqual([['east', 2]]);
    expect(read([turns(1, { place: 'east' }), turns(2)], 'east')).toEqual([['east', 2]]);
  });

  it('metrics of the CLI count on days without its events alone', () => {
    const telemetry = { source: 'telemetry' };
    const metric = turns(3, telemetry, `${METRICS_KEY},1]`);
    expect(read([metric])).toEqual([['', 3]]);
    expect(read([metric, turns(2, telemetry)])).toEqual([['', 2]]);
  });

  it('limits are no activity', () => {
    expect(read([turns(1, { source: 'budget' })])).toEqual([]);
  });
});
