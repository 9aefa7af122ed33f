import type { RecordedEvidence } from '../../base/evidence.ts';
import { dayMs } from '../../base/time/duration.ts';
import { isAhead } from '../../base/time/moment.ts';
import { elsewhere } from '../../runbooks/elsewhere.ts';
import type { Item, Requirement } from '../../runbooks/item.ts';

/** The state of one requirement of an item. */
export type JudgedRequirement = {
  requirement: Requirement;
  state: 'satisfied' | 'open' | 'stale' | 'failing';
  /** Why it is not satisfied, or what satisfies it. */
  reason: string;
  /** Since when it is stale, RFC 3339. */
  staleSince: string | undefined;
  /** What it rests on. */
  evidence: RecordedEvidence | undefined;
};

/** What requirements are judged by. */
export type Circumstances = {
  /** The pinned CLI version, and since when it is pinned. */
  pin: string;
  pinnedAt: string;
  now: Date;
};

/** Evidence by kind and key: one for each CLI version it was gathered on. */
export type EvidenceIndex = ReadonlyMap<string, readonly RecordedEvidence[]>;

/** Where an index keeps the evidence of a requirement. */
function indexKey({ kind, key }: Pick<Requirement, 'kind' | 'key'>): string {
  return `${kind} ${key}`;
}

/** Puts evidence where requirements look for it. */
export function indexEvidence(evidence: readonly RecordedEvidence[]): EvidenceIndex {
  return Map.groupBy(evidence, indexKey);
}

/** Judges one requirement of an item. */
export function judgeRequirement(
  item: Item,
  requirement: Requirement,
  { index, circumstances }: { index: EvidenceIndex; circumstances: Circumstances },
): JudgedRequirement {
  const recorded = index.get(indexKey(requirement)) ?? [];
  const found = recorded.filter(countsForGates);
  const stranger = newestOf(recorded);
  if (found.length === 0 && stranger) return { ...notCounting(stranger), requirement };
  const bound = item.versionBound && found.some(({ version }) => version !== '');
  const onPin = found.filter(({ version }) => version === circumstances.pin);
  const onOthers = found.filter(({ version }) => version !== circumstances.pin && version !== '');
  // What another CLI came to says nothing where the pin itself was tested.
  const isTested = requirement.kind === 'check' && onPin.length > 0;
  const fitting = bound ? onPin : isTested ? found.filter((one) => !onOthers.includes(one)) : found;
  const newest = newestOf(fitting);
  if (!newest) {
    const outdated = newestOf(found);
    if (!outdated) return { ...missing(requirement), requirement };
    const came = outdated.outcome === 'bad' ? `failed (${outdated.summary})` : 'gathered';
    return {
      requirement,
      state: 'stale',
      reason: `${came} on ${outdated.version}; the pin is ${circumstances.pin}`,
      staleSince: circumstances.pinnedAt,
      evidence: outdated,
    };
  }
  if (newest.outcome === 'manual') return judgeManual(item, { requirement, newest, index, circumstances });
  return { requirement, evidence: newest, ...weigh(item, newest, circumstances) };
}

/** A check that asks a person is answered by an attestation of the item, made after it asked. */
function judgeManual(
  item: Item,
  {
    requirement,
    newest,
    index,
    circumstances,
  }: {
    requirement: Requirement;
    newest: RecordedEvidence;
    index: EvidenceIndex;
    circumstances: Circumstances;
  },
): JudgedRequirement {
  const attestations = index.get(indexKey({ kind: 'attestation', key: item.id })) ?? [];
  const answer = newestOf(
    attestations.filter((one) => countsForGates(one) && one.version === newest.version),
  );
  if (answer) return { requirement, evidence: answer, ...weigh(item, answer, circumstances) };
  return {
    requirement,
    state: 'open',
    reason: `asks a person: ${newest.summary}`,
    staleSince: undefined,
    evidence: newest,
  };
}

function countsForGates({ has_role }: RecordedEvidence): boolean {
  return has_role === 1;
}

function notCounting(evidence: RecordedEvidence): Omit<JudgedRequirement, 'requirement'> {
  const reason = `${evidence.actor} had no role in the rollout when they recorded it, so it does not count (entry ${evidence.seq})`;
  return { state: 'open', reason, staleSince: undefined, evidence };
}

function missing({ kind, key, statement }: Requirement): Omit<JudgedRequirement, 'requirement'> {
  const reasons = {
    check: elsewhere(key)?.missing ?? `the check ${key} has not run`,
    artifact: `the artifact ${key} is not approved`,
    attestation: `not attested yet: ${statement}`,
    metric: `the metric ${key} is not recorded`,
    review: `no review ${key} is finished`,
  };
  return { state: 'open', reason: reasons[kind], staleSince: undefined, evidence: undefined };
}

function weigh(
  item: Item,
  evidence: RecordedEvidence,
  { now }: Circumstances,
): Pick<JudgedRequirement, 'state' | 'reason' | 'staleSince'> {
  if (evidence.outcome === 'bad')
    return { state: 'failing', reason: evidence.summary, staleSince: undefined };
  if (evidence.outcome !== 'good') return { state: 'open', reason: evidence.summary, staleSince: undefined };
  if (isAhead(evidence.at, now)) {
    const reason = `dated ${evidence.at.slice(0, 10)}, ahead of the clock, so its age is not known: record it again`;
    return { state: 'stale', reason, staleSince: undefined };
  }
  if (evidence.kind === 'attestation' && evidence.source !== item.digest) {
    return { state: 'stale', reason: 'the item was changed since it was attested', staleSince: evidence.at };
  }
  const endsAt =
    item.maxAgeDays === undefined ? undefined : Date.parse(evidence.at) + item.maxAgeDays * dayMs;
  if (endsAt !== undefined && now.getTime() >= endsAt) {
    return {
      state: 'stale',
      reason: `older than ${item.maxAgeDays} days`,
      staleSince: new Date(endsAt).toISOString(),
    };
  }
  if (evidence.good_until !== '' && now.getTime() >= Date.parse(evidence.good_until)) {
    return {
      state: 'stale',
      reason: `its review was due on ${evidence.good_until.slice(0, 10)}`,
      staleSince: evidence.good_until,
    };
  }
  return { state: 'satisfied', reason: evidence.summary, staleSince: undefined };
}

function newestOf(evidence: readonly RecordedEvidence[]): RecordedEvidence | undefined {
  return evidence.reduce<RecordedEvidence | undefined>(
    (newest, one) => (newest === undefined || one.seq > newest.seq ? one : newest),
    undefined,
  );
}
