import { describe, expect, it } from 'vitest';
import {
  type DerivedPhase,
  deriveRollout,
  type RolloutRecord,
} from '../../../src/domain/rollout/derive-rollout.ts';
import { wentStale } from '../../../src/domain/rollout/status.ts';
import { describePhase, gateDistance } from '../../../src/report/rollout/phase.ts';
import { recordOf } from '../../support/recorded-builders.ts';
import {
  evidenceOf,
  runbookOf,
  signedNow,
  signOffOf,
  twoItems,
  waiverOf,
} from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';

const pilot = runbookOf(twoItems);
const standardize = runbookOf(itemText('standardize.one'), {
  id: 'standardize',
  signOffs: '[rollout owner, platform engineer]',
});
const now = new Date('2026-11-21T12:00:00.000Z');

const attestation = evidenceOf({
  kind: 'attestation',
  key: 'pilot.cases',
  source: pilot.items[1]?.digest ?? '',
  summary: 'attested',
});
const shown = { evidence: [evidenceOf(), attestation] };
const passed = {
  phase: 'pilot',
  decision: 'passed',
  seq: 97,
  at: '2026-11-20T13:00:00.000Z',
  actor: 'ada',
} as const;

function derive(given: Partial<RolloutRecord> = {}) {
  const runbooks = [pilot, standardize];
  return deriveRollout(signedNow(recordOf(given), runbooks, now), runbooks, now);
}

function phase(given: Partial<RolloutRecord>, index = 0): DerivedPhase {
  const found = derive(given).phases[index];
  if (!found) throw new Error('no such phase');
  return found;
}

describe('a gate', () => {
  it('says everything that it waits for', () => {
    expect(phase({}).blockers).toEqual([
      'pilot.version is open: the check cli.version has not run',
      'pilot.cases is open: not attested yet: It is so.',
      'the rollout owner has not signed',
    ]);
    expect(gateDistance(phase({}))).toBe('2 required items and 1 sign-off to go');
  });

  it('opens when every required item holds and the required roles have signed', () => {
    const open = phase({ ...shown, signOffs: [signOffOf()] });
    expect(open.blockers).toEqual([]);
    expect(gateDistance(open)).toBe('open: it can be passed');
    expect(describePhase(open)).toContain('The gate is open: it can be passed.');
  });

  it('opens for what is validly waived, and closes when the waiver ends', () => {
    const waived = { evidence: [evidenceOf()], signOffs: [signOffOf()] };
    expect(phase({ ...waived, waivers: [waiverOf()] }).blockers).toEqual([]);
    const ended = waiverOf({ expiresAt: '2026-11-21T11:00:00.000Z' });
    expect(phase({ ...waived, waivers: [ended] }).blockers).toHaveLength(1);
  });

  it('stays closed when who attested an item is the only one who signed', () => {
    const alone = phase({ ...shown, signOffs: [signOffOf({ person: 'Bob@example.com' })] });
    expect(alone.blockers).toEqual([
      'bob@example.com attested pilot.cases and is the only one who signed: somebody else has to sign too',
    ]);
    const both = [
      signOffOf({ person: 'bob@example.com' }),
      signOffOf({ person: 'eve@example.com', role: 'team lead' }),
    ];
    expect(phase({ ...shown, signOffs: both }).blockers).toEqual([]);
  });

  it('does not wait for optional items', () => {
    const optional = runbookOf(itemText('pilot.nice', { more: 'required: false' }));
    const record = signedNow(recordOf({ signOffs: [signOffOf()] }), [optional], now);
    const [first] = deriveRollout(record, [optional], now).phases;
    expect(first).toMatchObject({ blockers: [], progress: { held: 0, required: 0 } });
  });
});

describe('the phases', () => {
  it('come one after the other', () => {
    expect(derive().phases.map(({ state }) => state)).toEqual(['current', 'ahead', 'ahead', 'ahead']);
    const after = derive({ ...shown, signOffs: [signOffOf()], gates: [passed] });
    expect(after.phases.map(({ state }) => state)).toEqual(['passed', 'current', 'ahead', 'ahead']);
    expect(phase({}, 1).blockers[0]).toBe('the phase pilot is not passed yet');
  });

  it('drift when what they rested on no longer holds, and close the gates after them', () => {
    const record = recordOf({ ...shown, signOffs: [signOffOf()], gates: [passed] });
    const moved = {
      ...record,
      rollout: { ...record.rollout, pin: '0.150.0', pinnedAt: '2026-11-21T09:00:00.000Z' },
    };
    const derived = deriveRollout(moved, [pilot, standardize], now);
    expect(derived.phases.map(({ state }) => state)).toEqual(['drifted', 'current', 'ahead', 'ahead']);
    expect(gateDistance(derived.phases[0] as DerivedPhase)).toBe(
      'drifted: 1 of 2 required items are no longer done',
    );
    expect(derived.phases[1]?.blockers[0]).toBe(
      'the phase pilot has drifted; renew its evidence or revisit it',
    );
    expect(wentStale(derived, undefined).map(({ item }) => item.id)).toEqual(['pilot.version']);
    expect(wentStale(derived, '2026-11-21T08:00:00.000Z')).toHaveLength(1);
    expect(wentStale(derived, '2026-11-21T10:00:00.000Z')).toEqual([]);
  });

  it('are current again once revisited', () => {
    expect(phase({ ...shown, gates: [{ ...passed, decision: 'revisited' }] }).state).toBe('current');
  });

  it('have what needs attention first', () => {
    const items =
      itemText('pilot.good', { evidence: '[{check: cli.version}]' }) +
      itemText('pilot.open') +
      itemText('pilot.optional', { more: 'required: false' }) +
      itemText('pilot.bad', { evidence: '[{check: exec.smoke}]' });
    const evidence = [evidenceOf(), evidenceOf({ key: 'exec.smoke', outcome: 'bad' })];
    const [first] = deriveRollout(recordOf({ evidence }), [runbookOf(items)], now).phases;
    expect(first?.items.map(({ item }) => item.id)).toEqual([
      'pilot.bad',
      'pilot.open',
      'pilot.optional',
      'pilot.good',
    ]);
  });
});
