import { describe, expect, it } from 'vitest';
import type { Ring } from '../../../../src/domain/upgrade/rings/plan.ts';
import { judgeWaves, type Machine } from '../../../../src/domain/upgrade/rings/waves.ts';

const rings: readonly Ring[] = [
  { id: 'canary', machines: ['ci-*'], promote: { reports: 2, pass_rate: 1, incidents: 0, soak: 2 } },
  { id: 'all', machines: ['lap-*'], promote: { reports: 1, pass_rate: 1, incidents: 0, soak: 0 } },
];

const machine = (name: string, cliVersion: string | null, more: Partial<Machine> = {}): Machine => ({
  ...{ machine: name, cliVersion, at: '2026-11-21T00:00:00Z', verdict: 'pass', failed: [], signedBy: null },
  suite: { name: 'upgrade', checks: 104 },
  ...more,
});

const opening = { ring: 'canary', version: '0.169.0', by: 'ada', at: '2026-11-19T12:00:00Z', seq: 9 };

const judge = (more: Partial<Parameters<typeof judgeWaves>[0]> = {}) =>
  judgeWaves({
    rings,
    version: '0.169.0',
    earlier: new Set(['0.139.0']),
    machines: [machine('ci-1', '0.169.0'), machine('ci-2', '0.169.0'), machine('lap-1', '0.139.0')],
    openings: [opening],
    incidents: [],
    now: new Date('2026-11-22T12:00:00Z'),
    ...more,
  });

describe('the waves of a version', () => {
  it('have nothing missing once the rule of the open ring is met', () => {
    const { waves, strays } = judge();
    expect(waves.map(({ ring, state, missing }) => [ring.id, state, missing])).toEqual([
      ['canary', 'open', []],
      ['all', 'next', ['it is not open']],
    ]);
    expect(strays).toEqual([]);
  });

  it.each([
    ['too few reports', { machines: [machine('ci-1', '0.169.0')] }, '1 of 2 machines reported the version'],
    [
      'a failing suite',
      { machines: [machine('ci-1', '0.169.0'), machine('ci-2', '0.169.0', { verdict: 'fail' })] },
      'the suite passes on 50 %, and 100 % are needed',
    ],
    [
      'a suite that could not be carried out',
      { machines: [machine('ci-1', '0.169.0'), machine('ci-2', '0.169.0', { verdict: 'error' })] },
      'the suite passes on 50 %',
    ],
    [
      'an incident',
      { incidents: [{ ...opening, note: 'CI stood still' }] },
      '1 incident, and at most 0 allowed',
    ],
    ['too short a soak', { now: new Date('2026-11-20T12:00:00Z') }, 'it is open for 1.0 of 2 days'],
    ['an opening for another version', { openings: [{ ...opening, version: '0.150.0' }] }, 'it is not open'],
  ])('wait for %s', (_, more, missing) => {
    expect(judge(more).waves[0]?.missing.join('; ')).toContain(missing);
  });

  it('say by which suites the machines that have the version were judged', () => {
    const tiny = { suite: { name: 'tiny', checks: 1 } };
    const { waves } = judge({
      machines: [
        machine('ci-1', '0.169.0', tiny),
        machine('ci-2', '0.169.0'),
        machine('ci-3', '0.169.0'),
        machine('ci-4', '0.169.0', { suite: null }),
        machine('ci-5', '0.139.0', { suite: { name: 'other', checks: 2 } }),
      ],
    });
    expect(waves[0]?.suites).toEqual([
      { name: 'upgrade', checks: 104, machines: 2 },
      { name: 'tiny', checks: 1, machines: 1 },
      { name: null, checks: 0, machines: 1 },
    ]);
  });

  it('count a warning as passing, and an incident with another version not at all', () => {
    const { waves } = judge({
      machines: [machine('ci-1', '0.169.0', { verdict: 'warn' }), machine('ci-2', '0.169.0')],
      incidents: [{ ...opening, version: '0.150.0', note: 'x' }],
    });
    expect(waves[0]).toMatchObject({ passing: 2, incidents: [], missing: [] });
  });
});

describe('a machine that no decision explains', () => {
  it.each([
    ['has a version of its own', machine('lap-1', '0.170.0'), 'it moved on its own'],
    ['has the version before its ring is open', machine('lap-1', '0.169.0'), 'the ring all is not open'],
    ['is in no ring', machine('desk-7', '0.169.0'), 'no ring names it'],
  ])('%s', (_, one, reason) => {
    expect(judge({ machines: [one] }).strays).toMatchObject([
      { machine: one.machine, reason: expect.stringContaining(reason) },
    ]);
  });

  it('is not one that has the version of the pin after a way back', () => {
    const back = { version: '0.139.0', earlier: new Set(['0.139.0', '0.169.0']), openings: [] };
    expect(
      judge({ ...back, machines: [machine('ci-1', '0.139.0'), machine('ci-2', '0.169.0')] }).strays,
    ).toEqual([]);
  });

  it.each([
    ['still has the version before', machine('lap-1', '0.139.0')],
    ['states no version', machine('lap-1', null)],
    ['has the first pin, which no ring brought', machine('ci-9', '0.139.0')],
    ['has the version of its open ring', machine('ci-1', '0.169.0')],
  ])('is not one that %s', (_, one) => {
    expect(judge({ machines: [one] }).strays).toEqual([]);
  });
});
