import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { PhaseId } from '../../base/phase.ts';
import { isSamePerson, type Person, rolesOf } from '../../people/person.ts';
import type { Role } from '../../people/role.ts';
import { isGoodSshSignature } from '../../people/ssh-signature.ts';
import type { rolloutBodies } from '../events.ts';
import type { JudgedItem } from '../items/item-status.ts';
import { isSignOffStatement, signatureNamespace } from './sign-off-statement.ts';

/** A person's sign-off under the gate of a phase. */
export type SignOff = {
  phase: PhaseId;
  role: Role;
  person: string;
  seq: number;
  at: string;
  /** SHA-256 of the evidence as the person saw it. */
  evidenceDigest: string;
  /** The evidence as the person saw it; undefined for sign-offs from before it was recorded. */
  items: readonly GateItem[] | undefined;
  /** Undefined for a sign-off without an SSH signature. */
  signature: { statement: string; publicKey: string; armored: string } | undefined;
  /** The keys that were recorded for the person just before. */
  recordedKeys: readonly string[];
  /** The first entry behind it that took the role away from the person; they may have it again. */
  roleTakenAway?: number | undefined;
  /** The entry which first had the same statement with a signature; undefined when it was never given before. */
  givenBefore: number | undefined;
};

/** What a required item rested on when its gate was looked at. */
export type GateItem = {
  item: string;
  state: JudgedItem['state'];
  evidence: { kind: string; key: string; seq: number; sha256: string }[];
};

/** SHA-256 over what a gate rests on, in canonical form. */
export function gateDigest(items: readonly GateItem[]): string {
  return createHash('sha256')
    .update(canonicalJson({ items: [...items] }))
    .digest('hex');
}

/**
 * Whether a sign-off counts for its gate. Only a current one does: over the evidence as it is (for a passed gate: as it
 * was passed), by somebody who still has the role, and signed with their key where one was recorded for them.
 */
const SIGN_OFF_STATES = [
  'current',
  'outdated',
  'by somebody without the role now',
  'role given again since',
  'unsigned although a key is recorded',
  'bad signature',
] as const;

type SignOffState = (typeof SIGN_OFF_STATES)[number];

/** A sign-off with what it is worth. */
export type JudgedSignOff = SignOff & {
  state: SignOffState;
  /** Why it does not count, one sentence without its full stop; empty for a current one. */
  reason: string;
  /** What of the evidence changed since; empty unless it is outdated, and where the entry does not say. */
  changes: readonly string[];
};

/** What a sign-off is judged by: who has which role, and what its gate rests on. */
export type SignOffGrounds = {
  rollout: string;
  people: readonly Person[];
  /** What the gate rests on, or was passed on; undefined where nobody asks about the evidence. */
  evidence: { digest: string; items: readonly GateItem[] } | undefined;
};

/** Judges a sign-off by what its gate rests on, by who has which role, and by the keys of its time. */
export function judgeSignOff(signOff: SignOff, grounds: SignOffGrounds): JudgedSignOff {
  const [first] = whatSpeaksAgainst(signOff, grounds);
  return { ...signOff, ...(first ?? { state: 'current', reason: '', changes: [] }) };
}

/** Everything for which a sign-off does not count, the weightiest first; nothing for a current one. */
export function whatSpeaksAgainst(
  signOff: SignOff,
  { rollout, people, evidence }: SignOffGrounds,
): readonly Pick<JudgedSignOff, 'state' | 'reason' | 'changes'>[] {
  const { signature, recordedKeys, person, role } = signOff;
  const found: Pick<JudgedSignOff, 'state' | 'reason' | 'changes'>[] = [];
  const wrong = whatIsWrong(signOff, rollout);
  if (wrong !== undefined) found.push({ state: 'bad signature', reason: wrong, changes: [] });
  if (!rolesOf(people, person).includes(role)) {
    const reason = `${person} is no longer ${role}`;
    found.push({ state: 'by somebody without the role now', reason, changes: [] });
  } else if (signOff.roleTakenAway !== undefined) {
    const reason = `the role was taken away from ${person} in entry ${signOff.roleTakenAway} and given again`;
    found.push({ state: 'role given again since', reason, changes: [] });
  }
  if (!signature && recordedKeys.length > 0) {
    const reason = `a key was recorded for ${person} when they signed`;
    found.push({ state: 'unsigned although a key is recorded', reason, changes: [] });
  }
  if (evidence && signOff.evidenceDigest !== evidence.digest) {
    const changes = signOff.items ? changesBetween(signOff.items, evidence.items) : [];
    found.push({ state: 'outdated', reason: 'the evidence of the gate changed since', changes });
  }
  return found;
}

/** A sign-off as its entry says it, with what the entries before it say of keys and signatures. */
export function readSignOff(
  { seq, at, actor }: { seq: number; at: string; actor: string },
  body: z.output<ReturnType<(typeof rolloutBodies)['phase.signed']>>,
  records: Pick<SignOff, 'recordedKeys' | 'roleTakenAway' | 'givenBefore'>,
): SignOff {
  const { phase, role, evidence_sha256, signature } = body;
  return {
    ...{ phase, role, person: actor, seq, at, ...records },
    evidenceDigest: evidence_sha256,
    items: body.v === 2 ? body.items : undefined,
    signature: signature
      ? { statement: signature.statement, publicKey: signature.public_key, armored: signature.armored }
      : undefined,
  };
}

/**
 * Why the entry of a sign-off shows no sign-off of that person, one sentence without its full stop; undefined when
 * nothing is wrong with it. A signature counts once: one that was in an earlier entry, of a sign-off that was taken
 * back or whose gate was opened again, is a copy that anybody can make.
 */
export function whatIsWrong(
  { phase, role, person, evidenceDigest, items, signature, recordedKeys, givenBefore }: SignOff,
  rollout: string,
): string | undefined {
  if (items && gateDigest(items) !== evidenceDigest)
    return 'the evidence that the entry lists is not what was signed';
  if (!signature) return undefined;
  const { statement, publicKey, armored } = signature;
  if (!recordedKeys.includes(publicKey))
    return `it was made with a key that was not recorded for ${person} at that time`;
  if (!isSignOffStatement(statement, { rollout, phase, role, person, evidenceDigest }))
    return 'what was signed is not what the entry says';
  if (!isGoodSshSignature(statement, { publicKey, armored, namespace: signatureNamespace }))
    return 'the key did not make the signature';
  if (givenBefore !== undefined) return `this signature was given before, in entry ${givenBefore}`;
  return undefined;
}

/**
 * Follows which statements were signed, entry by entry. They are compared, and not the signatures: one signature can
 * be written in several ways.
 */
export class SignedStatements {
  readonly #first = new Map<string, number>();

  /** Takes the next sign-off; returns the entry which had its statement first, undefined when it is new. */
  next(seq: number, signature: { statement: string } | null): number | undefined {
    if (!signature) return undefined;
    const before = this.#first.get(signature.statement);
    if (before === undefined) this.#first.set(signature.statement, seq);
    return before;
  }
}

/** What changed of the evidence of a gate, an item a sentence. */
function changesBetween(before: readonly GateItem[], after: readonly GateItem[]): readonly string[] {
  const ids = [...new Set([...before, ...after].map(({ item }) => item))];
  return ids.flatMap((id) => {
    const was = before.find(({ item }) => item === id);
    const is = after.find(({ item }) => item === id);
    if (!was) return [`${id} is now required`];
    if (!is) return [`${id} is no longer required`];
    const said = was.state === is.state ? `is still ${is.state}` : `was ${was.state} and is ${is.state}`;
    const entries = (one: GateItem) => one.evidence.map(({ seq }) => `entry ${seq}`).join(', ') || 'nothing';
    const same = JSON.stringify(was) === JSON.stringify(is);
    return same ? [] : [`${id} ${said}: its evidence was ${entries(was)} and is ${entries(is)}`];
  });
}

/** The sign-offs that count for a gate. */
export function currentOf(signOffs: readonly JudgedSignOff[]): readonly JudgedSignOff[] {
  return signOffs.filter(({ state }) => state === 'current');
}

/** What an entry records of a person: their address, roles and keys from then on. */
export type PersonRecord = { seq: number; email: string; roles: readonly Role[]; keys: readonly string[] };

/**
 * What the records of people say of a sign-off: the keys of the person just before it, and the first entry behind it that
 * left out the role.
 */
export function recordsAbout(
  records: readonly PersonRecord[],
  { person, seq, role }: { person: string; seq: number; role: Role },
): Pick<SignOff, 'recordedKeys' | 'roleTakenAway'> {
  const own = records
    .filter(({ email }) => isSamePerson(email, person))
    .sort((one, other) => one.seq - other.seq);
  return {
    recordedKeys: own.filter((one) => one.seq < seq).at(-1)?.keys ?? [],
    roleTakenAway: own.find((one) => one.seq > seq && !one.roles.includes(role))?.seq,
  };
}
