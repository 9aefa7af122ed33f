import { UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';
import { refuseLookAlike } from './look-alike.ts';
import { findPerson, isSamePerson, type Person } from './person.ts';
import { findKey } from './public-key.ts';
import type { Role } from './role.ts';

/** A person as an entry records them. */
export type PersonState = Omit<Person, 'seq'>;

/** What changes of a person. What is not named stays. */
export type PersonChange = {
  name?: string | undefined;
  add?: readonly Role[];
  remove?: readonly Role[];
  /** Public SSH keys to add. */
  keys?: readonly string[];
  /** Removes all recorded keys before `keys` are added. */
  dropKeys?: boolean;
};

/**
 * A person who is new to the rollout, without roles yet.
 *
 * @throws UsageError when the address is not usable, or the person is in the rollout already
 */
export function newPerson(people: readonly Person[], email: string): PersonState {
  const address = readAddress(email);
  if (findPerson(people, address)) {
    throw new UsageError(
      `${address} is in this rollout already`,
      `Change their roles: codex-cockpit people role ${address} --add ROLE`,
    );
  }
  return { email: address, name: undefined, roles: [], keys: [] };
}

/** @throws UsageError for a text that names nobody, or can be mistaken for another address */
export function readAddress(text: string): string {
  const address = cleanLine(text);
  refuseLookAlike(text.trim());
  if (/^\S+$/.test(address)) return address;
  throw new UsageError(
    `"${address}" is neither an e-mail address nor an account`,
    "Name the person by git's user.email.",
  );
}

/** @throws UsageError when the rollout has no person with that address */
export function requirePerson(people: readonly Person[], email: string): Person {
  const found = findPerson(people, cleanLine(email));
  if (found) return found;
  throw new UsageError(
    `this rollout has no person with the address ${cleanLine(email)}`,
    'codex-cockpit people list shows everybody.',
  );
}

/**
 * A person after a change. A rollout always has a rollout owner, and a key belongs to one person.
 *
 * @throws UsageError when the change breaks one of the two
 */
export function changePerson(
  people: readonly Person[],
  before: PersonState,
  change: PersonChange,
): PersonState {
  const changed: PersonState = {
    email: before.email,
    name: change.name === undefined ? before.name : cleanLine(change.name) || undefined,
    roles: changeRoles(before.roles, change),
    keys: withKeys(change.dropKeys ? [] : before.keys, change.keys ?? []),
  };
  keepAnOwner(people, changed);
  refuseSharedKeys(people, changed);
  return changed;
}

function changeRoles(roles: readonly Role[], { add = [], remove = [] }: PersonChange): readonly Role[] {
  return [...new Set([...roles, ...add])].filter((role) => !remove.includes(role));
}

/** The same key in another spelling is not recorded twice. */
function withKeys(keys: readonly string[], added: readonly string[]): readonly string[] {
  const isNew = (key: string, index: number) =>
    findKey([...keys, ...added.slice(0, index)], key) === undefined;
  return [...keys, ...added.filter(isNew)];
}

function keepAnOwner(people: readonly Person[], changed: PersonState): void {
  const after = [...people.filter(({ email }) => !isSamePerson(email, changed.email)), changed];
  if (after.some(({ roles }) => roles.includes('rollout owner'))) return;
  throw new UsageError(
    `${changed.email} is the only rollout owner; without one nobody could give roles`,
    'Make somebody else rollout owner first.',
  );
}

/** With a shared key, a signature would not prove which of two people signed. */
function refuseSharedKeys(people: readonly Person[], { email, keys }: PersonState): void {
  const other = people.find(
    (one) => !isSamePerson(one.email, email) && one.keys.some((key) => findKey(keys, key) !== undefined),
  );
  if (!other) return;
  throw new UsageError(
    `this key is recorded for ${cleanLine(other.email)}: a key belongs to one person`,
    'Make a key of their own: ssh-keygen -t ed25519',
  );
}
