import { isSamePerson } from '../../people/person.ts';
import type { Role } from '../../people/role.ts';
import { holds, type JudgedItem } from '../items/item-status.ts';
import { currentOf, type GateItem, type JudgedSignOff } from './sign-off.ts';

/** The required items of a phase with the digest of every piece of evidence. */
export function gateItems(items: readonly JudgedItem[]): GateItem[] {
  return items
    .filter(({ item }) => item.required)
    .map(({ item, state, requirements, waiver }) => ({
      item: item.id,
      state,
      evidence:
        state === 'waived' && waiver
          ? [{ kind: 'waiver', key: item.id, seq: waiver.seq, sha256: waiver.digest }]
          : requirements.flatMap(({ evidence }) =>
              evidence
                ? [{ kind: evidence.kind, key: evidence.key, seq: evidence.seq, sha256: evidence.digest }]
                : [],
            ),
    }));
}

/**
 * What keeps a gate closed, in words; empty when it is open. A person who attested an item needs another
 * among the signatures: nobody vouches for themselves.
 */
export function gateBlockers(
  items: readonly JudgedItem[],
  { required, signOffs }: { required: readonly Role[]; signOffs: readonly JudgedSignOff[] },
): readonly string[] {
  const waiting = items
    .filter((one) => one.item.required && !holds(one))
    .map(({ item, state, reason }) => `${item.id} is ${state}: ${reason}`);
  const current = currentOf(signOffs);
  const missing = required
    .filter((role) => !current.some((one) => one.role === role))
    .map((role) => whatIsMissing(role, signOffs));
  if (missing.length > 0) return [...waiting, ...missing];
  const alone = selfVouched(items, current);
  if (!alone) return waiting;
  return [
    ...waiting,
    `${alone.person} attested ${alone.item} and is the only one who signed: somebody else has to sign too`,
  ];
}

/** A role without a sign-off that counts, and why the one that is there does not. */
function whatIsMissing(role: Role, signOffs: readonly JudgedSignOff[]): string {
  const last = signOffs.filter((one) => one.role === role).at(-1);
  if (!last) return `the ${role} has not signed`;
  const changes = last.changes.map((one) => `; ${one}`).join('');
  return `the ${role} has to sign again: that of ${last.person} (entry ${last.seq}) does not count, ${last.reason}${changes}`;
}

function selfVouched(
  items: readonly JudgedItem[],
  signOffs: readonly JudgedSignOff[],
): { person: string; item: string } | undefined {
  for (const { item, state, requirements } of items) {
    if (!item.required || state !== 'satisfied') continue;
    for (const { evidence } of requirements) {
      if (evidence?.kind !== 'attestation') continue;
      if (signOffs.every(({ person }) => isSamePerson(person, evidence.actor)))
        return { person: evidence.actor, item: item.id };
    }
  }
  return undefined;
}
