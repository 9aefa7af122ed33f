import { describe, expect, it } from 'vitest';
import type { RecordedEvidence } from '../../../src/domain/base/evidence.ts';
import type { RolloutRecord } from '../../../src/domain/rollout/derive-rollout.ts';
import { describePinMove, previewPinMove } from '../../../src/domain/rollout/pin-move.ts';
import { recordOf } from '../../support/recorded-builders.ts';
import { evidenceOf, runbookOf, signedNow, signOffOf, twoItems } from '../../support/rollout-builders.ts';

const runbooks = [runbookOf(twoItems)];
const now = new Date('2026-11-21T12:00:00.000Z');
const digest = runbooks[0]?.items[1]?.digest ?? '';
const cases = evidenceOf({ kind: 'attestation', key: 'pilot.cases', source: digest, version: '0.139.0' });
const people = [
  { email: 'ada@example.com', name: undefined, roles: ['rollout owner' as const], keys: [], seq: 2 },
];

/** Pilot with this evidence, signed by its owner. */
function signed(evidence: readonly RecordedEvidence[]): RolloutRecord {
  return signedNow(recordOf({ people, evidence, signOffs: [signOffOf()] }), runbooks, now);
}

const moved = (record: RolloutRecord, to = '0.150.0') => previewPinMove(record, runbooks, { to, now });

describe('a move of the pin', () => {
  it('makes stale what is bound to the version, and leaves the rest', () => {
    const { items } = moved(recordOf({ evidence: [evidenceOf(), cases] }));
    expect(items).toEqual([
      {
        item: 'pilot.version',
        before: 'satisfied',
        after: 'stale',
        reason: 'gathered on 0.139.0; the pin is 0.150.0',
      },
    ]);
  });

  it('closes a gate that could be passed, and outdates the sign-offs under it', () => {
    const { signOffs, gates } = moved(signed([evidenceOf(), cases]));
    expect(gates).toEqual([{ phase: 'pilot', before: 'open', after: 'closed' }]);
    expect(signOffs).toEqual([{ phase: 'pilot', role: 'rollout owner', person: 'ada@example.com', seq: 95 }]);
  });

  it('lets a passed phase drift', () => {
    const record = recordOf({
      evidence: [evidenceOf(), cases],
      gates: [
        { phase: 'pilot', decision: 'passed', seq: 99, at: now.toISOString(), actor: 'ada@example.com' },
      ],
    });
    expect(moved(record).gates[0]).toEqual({ phase: 'pilot', before: 'passed', after: 'drifted' });
  });

  it('says what a run of the candidate has shown already, and what it found to fail', () => {
    const with150 = (outcome: 'good' | 'bad') =>
      moved(
        recordOf({ evidence: [evidenceOf(), evidenceOf({ version: '0.150.0', outcome, summary: 'seen' })] }),
      );
    expect(with150('good').items).toEqual([]);
    expect(with150('bad').items).toMatchObject([{ item: 'pilot.version', after: 'failing' }]);
  });

  it('back to the version that everything was shown on makes good again what was stale', () => {
    const record = recordOf({ evidence: [evidenceOf({ version: '0.120.0' }), cases] });
    expect(moved(record, '0.120.0').items).toMatchObject([{ before: 'stale', after: 'satisfied' }]);
  });
});

describe('the words for it', () => {
  const move = moved(signed([evidenceOf(), cases]));

  it('are a line for each gate, sign-off and item', () => {
    expect(describePinMove(move)).toEqual([
      'the gate of pilot is open and will be closed',
      'the sign-off of pilot by ada@example.com as rollout owner (entry 95) will be outdated',
      'pilot.version is satisfied and will be stale: gathered on 0.139.0; the pin is 0.150.0',
    ]);
    expect(describePinMove(move, 'done')[0]).toBe('the gate of pilot was open and is closed');
  });

  it('are one line when nothing changes', () => {
    const nothing = { ...move, items: [], signOffs: [], gates: [] };
    expect(describePinMove(nothing)).toEqual(['no item, sign-off or gate changes']);
  });
});
