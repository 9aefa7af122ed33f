import { describe, expect, it } from 'vitest';
import { ClockWatch } from '../../../../src/domain/history/proof/clock-faults.ts';

const noon = '2026-11-20T12:00:00.000Z';
const later = '2026-11-20T12:00:00.999Z';

/** What is found of entries that are dated so; the first has the number 1. */
function watch(times: readonly string[], { before = '', latest }: { before?: string; latest?: string } = {}) {
  const clock = new ClockWatch(before, latest);
  for (const [index, at] of times.entries()) clock.next({ seq: index + 1, at });
  return clock.faults;
}

describe('the clock of a history', () => {
  it.each([
    ['goes on', [noon, noon, later], []],
    ['is set right by less than a second', [later, noon], []],
    ['goes back', [noon, '2026-11-20T11:59:59.000Z', noon], [2]],
    ['goes back twice', [later, '2026-11-19T12:00:00.000Z', '2020-01-01T00:00:00.000Z'], [2, 3]],
  ] as const)('that %s', (_, times, seqs) => {
    expect(watch(times).backwards.map(({ seq }) => seq)).toEqual(seqs);
  });

  it.each([
    '',
    'yesterday',
    '+010000-01-01T00:00:00.000Z',
    '2026-11-20T12:00:00.000+02:00',
    '2026-11-20T12:00:00Z',
    '2026-02-30T12:00:00.000Z',
    '2026-13-01T12:00:00.000Z',
    '2026-11-20T24:00:00.000Z',
  ])('never wrote %j, and the times around it are compared all the same', (at) => {
    const earlier = '2026-11-19T12:00:00.000Z';
    expect(watch([noon, at, earlier], { latest: later })).toEqual({
      malformed: [{ seq: 2, at }],
      backwards: [{ seq: 3, at: earlier, before: noon }],
      ahead: [],
    });
    expect(watch([earlier], { before: at }).backwards).toEqual([]);
  });

  it('writes the last day of February', () => {
    expect(watch(['2024-02-29T12:00:00.000Z', '2026-12-31T23:59:59.999Z']).malformed).toEqual([]);
  });

  it('is held against the entry before the first one, so that a history may be cut into stretches', () => {
    expect(watch([noon], { before: '2026-11-20T13:00:00.000Z' }).backwards).toEqual([
      { seq: 1, at: noon, before: '2026-11-20T13:00:00.000Z' },
    ]);
  });

  it('that ran ahead of whoever looks dates entries that are named, and nobody is told who does not ask', () => {
    expect(watch([noon, later], { latest: noon }).ahead).toEqual([{ seq: 2, at: later }]);
    expect(watch([noon, '9999-12-31T00:00:00.000Z']).ahead).toEqual([]);
  });
});
