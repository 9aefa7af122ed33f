import type { RecordedEvidence } from '../../src/domain/base/evidence.ts';
import { deriveRollout, type RolloutRecord } from '../../src/domain/rollout/derive-rollout.ts';
import { gateItems } from '../../src/domain/rollout/gate/gate.ts';
import { gateDigest, type SignOff } from '../../src/domain/rollout/gate/sign-off.ts';
import type { Waiver } from '../../src/domain/rollout/items/waiver.ts';
import { parseRunbook } from '../../src/domain/runbooks/parse-runbook.ts';
import type { Runbook } from '../../src/domain/runbooks/runbook.ts';
import { itemText, runbookText } from './runbooks.ts';

/** A runbook of a phase with a checklist in YAML. */
export function runbookOf(items: string, more: Parameters<typeof runbookText>[0] = {}): Runbook {
  return parseRunbook(runbookText({ items, ...more }), `runbooks/${more?.id ?? 'pilot'}.md`);
}

/** The checklist used all over: a check bound to the version, and an attestation that ages. */
export const twoItems =
  itemText('pilot.version', {
    evidence: '[{check: cli.version}]',
    owner: 'platform engineer',
    more: 'version_bound: true',
  }) + itemText('pilot.cases', { owner: 'team lead', more: 'max_age: 90d' });

let seq = 100;

/** Evidence that a check passed, but for what is given. */
export function evidenceOf(given: Partial<RecordedEvidence> = {}): RecordedEvidence {
  seq += 1;
  return {
    kind: 'check',
    key: 'cli.version',
    version: '0.139.0',
    seq,
    at: '2026-11-20T12:00:00.000Z',
    actor: 'bob@example.com',
    has_role: 1,
    outcome: 'good',
    digest: 'aa'.repeat(32),
    source: '',
    good_until: '',
    summary: 'pass: as pinned',
    ...given,
  };
}

/** A waiver for a month, but for what is given. */
export function waiverOf(given: Partial<Waiver> = {}): Waiver {
  return {
    item: 'pilot.cases',
    reason: 'the team is on holiday',
    approver: 'ada@example.com',
    seq: 90,
    at: '2026-11-20T12:00:00.000Z',
    expiresAt: '2026-12-20T12:00:00.000Z',
    digest: 'bb'.repeat(32),
    ...given,
  };
}

/** The rollout owner's signature under Pilot, but for what is given. */
export function signOffOf(given: Partial<SignOff> = {}): SignOff {
  return {
    phase: 'pilot',
    role: 'rollout owner',
    person: 'ada@example.com',
    seq: 95,
    at: '2026-11-20T12:00:00.000Z',
    evidenceDigest: 'cc'.repeat(32),
    items: undefined,
    signature: undefined,
    recordedKeys: [],
    givenBefore: undefined,
    ...given,
  };
}

/** A record whose sign-offs are over the evidence as it is, by people who have the roles. */
export function signedNow(record: RolloutRecord, runbooks: readonly Runbook[], now: Date): RolloutRecord {
  const { phases } = deriveRollout({ ...record, signOffs: [] }, runbooks, now);
  const digests = new Map(phases.map(({ id, items }) => [id, gateDigest(gateItems(items))]));
  const signers = record.signOffs.map(({ person, role, seq: at }) => ({
    ...{ email: person, name: undefined, roles: [role], keys: [], seq: at },
  }));
  const others = record.people.filter(({ email }) => !signers.some((one) => one.email === email));
  return {
    ...record,
    people: [...others, ...signers],
    signOffs: record.signOffs.map((one) => ({ ...one, evidenceDigest: digests.get(one.phase) ?? '' })),
  };
}
