import { type Person, personKey } from '../../people/person.ts';
import {
  type JudgedSignOff,
  type PersonRecord,
  readSignOff,
  recordsAbout,
  SignedStatements,
  type SignOff,
  type SignOffGrounds,
  whatSpeaksAgainst,
} from '../../rollout/gate/sign-off.ts';
import type { EventBody } from '../entry/event.ts';
import type { HistoryEntry } from '../find/history-entry.ts';

/** A sign-off that somebody should look at. */
export type SignOffFinding = {
  /** The entry of the sign-off. */
  seq: number;
  kind: 'outdated' | 'role taken away' | 'unsigned';
  actor: string;
  /** One sentence without its full stop. */
  reason: string;
};

/**
 * Finds sign-offs that do not count, by the rule of the gate: over other evidence than the gate passed on, by people who
 * no longer have the role, and without a signature though a key was recorded. Bad signatures are what a replay of who was
 * allowed to finds.
 *
 * @param entries of the kinds `rollout.started`, `person.recorded`, `phase.signed` and `phase.passed`, in the order of `seq`
 */
export function reviewSignOffs(entries: readonly HistoryEntry[]): readonly SignOffFinding[] {
  const people = new Map<string, Person>();
  const records: PersonRecord[] = [];
  const statements = new SignedStatements();
  const signed: { entry: HistoryEntry; body: EventBody<'phase.signed'>; givenBefore: number | undefined }[] =
    [];
  const passedOn = new Map<number, { gate: number; evidence: SignOffGrounds['evidence'] }>();
  let rollout = '';
  for (const entry of entries) {
    const { seq, event } = entry;
    if (event.kind === 'rollout.started') rollout ||= event.body.name;
    if (event.kind === 'person.recorded') {
      const { email, name, roles, keys } = event.body;
      people.set(personKey(email), { email, name: name ?? undefined, roles, keys, seq });
      records.push({ seq, email, roles, keys });
    }
    if (event.kind === 'phase.signed')
      signed.push({ entry, body: event.body, givenBefore: statements.next(seq, event.body.signature) });
    if (event.kind === 'phase.passed') {
      const { evidence_sha256: digest, items, sign_offs } = event.body;
      for (const one of sign_offs) passedOn.set(one.seq, { gate: seq, evidence: { digest, items } });
    }
  }
  return signed.flatMap(({ entry, body, givenBefore }) => {
    const about = recordsAbout(records, { person: entry.actor, seq: entry.seq, role: body.role });
    const signOff = readSignOff(entry, body, { ...about, givenBefore });
    const passed = passedOn.get(signOff.seq);
    const grounds = { rollout, people: [...people.values()], evidence: passed?.evidence };
    return whatSpeaksAgainst(signOff, grounds).flatMap(({ state }) => describe(signOff, state, passed?.gate));
  });
}

function describe(
  signOff: SignOff,
  state: JudgedSignOff['state'],
  gate: number | undefined,
): readonly SignOffFinding[] {
  const { seq, person: actor, role, phase } = signOff;
  const signed = `${actor} signed ${phase} as ${role}`;
  switch (state) {
    case 'outdated':
      return [
        {
          seq,
          kind: 'outdated',
          actor,
          reason: `${signed} over other evidence than entry ${gate} passed it on`,
        },
      ];
    case 'by somebody without the role now':
      return [{ seq, kind: 'role taken away', actor, reason: `${signed} and does not have that role now` }];
    case 'role given again since': {
      const reason = `${signed}, and had the role taken away in entry ${signOff.roleTakenAway}; they have it again`;
      return [{ seq, kind: 'role taken away', actor, reason }];
    }
    case 'unsigned although a key is recorded': {
      const reason = `${signed} without a signature, though their key was recorded`;
      return [{ seq, kind: 'unsigned', actor, reason }];
    }
    case 'bad signature':
    case 'current':
      return [];
  }
}
