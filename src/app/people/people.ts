import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { refuseLookAlike } from '../../domain/people/look-alike.ts';
import { findPerson, isSamePerson, type Person } from '../../domain/people/person.ts';
import { findKey, readPublicKey } from '../../domain/people/public-key.ts';
import type { Role } from '../../domain/people/role.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Draft } from '../../store/log/append.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';

/** A person to be recorded. */
type PersonState = Omit<Person, 'seq'>;

/** What changes of a person; what is not named stays. */
export type PersonChange = {
  name?: string | undefined;
  add?: readonly Role[];
  remove?: readonly Role[];
  /** Files with a public SSH key. */
  keyFiles?: readonly string[];
  /** Takes all keys away first. */
  dropKeys?: boolean;
};

/**
 * Adds a person to the rollout.
 *
 * @throws UsageError when there is no rollout, the address is none, or the person is there already
 * @throws RefusedError when the acting person may not manage people
 */
export async function addPerson(
  world: World,
  store: Store,
  { email, ...change }: PersonChange & { email: string },
): Promise<Person> {
  const address = readAddress(email);
  return changePerson(world, store, change, (people) => {
    if (findPerson(people, address)) {
      throw new UsageError(
        `${address} takes part already`,
        `Change their roles: codex-cockpit people role ${address} --add ROLE`,
      );
    }
    return { email: address, name: undefined, roles: [], keys: [] };
  });
}

/**
 * Changes the roles or keys of a person.
 *
 * @throws UsageError when nobody has that address, or nobody would be rollout owner any more
 * @throws RefusedError when the acting person may not manage people
 */
export async function alterPerson(
  world: World,
  store: Store,
  { email, ...change }: PersonChange & { email: string },
): Promise<Person> {
  return changePerson(world, store, change, (people) => requirePerson(people, email));
}

/** Everybody who takes part, by address. */
export async function listPeople(store: Pick<Views, 'people'> | undefined): Promise<readonly Person[]> {
  return (await store?.people()) ?? [];
}

/** The entry that records a person as they are from now on. */
export function personDraft(actor: string, { email, name, roles, keys }: PersonState): Draft {
  const body = { v: 1 as const, email, name: name ?? null, roles: [...roles], keys: [...keys] };
  return { actor, subject: `person/${email}`, event: { kind: 'person.recorded', body } };
}

async function changePerson(
  world: World,
  store: Store,
  change: PersonChange,
  find: (people: readonly Person[]) => PersonState,
): Promise<Person> {
  const actor = await actingPerson(world);
  const added = await Promise.all((change.keyFiles ?? []).map((file) => readKeyFile(world.cwd, file)));
  let email = '';
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'manage people');
    const people = await views.people();
    const there = find(people);
    email = there.email;
    const changed: PersonState = {
      email,
      name: change.name === undefined ? there.name : cleanLine(change.name) || undefined,
      roles: changeRoles(there.roles, change),
      keys: withKeys(change.dropKeys ? [] : there.keys, added),
    };
    keepAnOwner(people, changed);
    refuseSharedKeys(people, changed);
    return [personDraft(actor, changed)];
  });
  return requirePerson(await store.people(), email);
}

/** @throws UsageError when nobody has that address */
function requirePerson(people: readonly Person[], email: string): Person {
  const found = findPerson(people, cleanLine(email));
  if (found) return found;
  throw new UsageError(
    `nobody with the address ${cleanLine(email)} takes part`,
    'codex-cockpit people list names everybody.',
  );
}

/** What is said wherever a rollout is needed and none was started. */
export function noRollout(): UsageError {
  return new UsageError(
    'there is no rollout in this database yet',
    'Start one: codex-cockpit init --name "Our rollout"',
  );
}

function changeRoles(roles: readonly Role[], { add = [], remove = [] }: PersonChange): readonly Role[] {
  return [...new Set([...roles, ...add])].filter((role) => !remove.includes(role));
}

/** The same keys in another spelling are not recorded twice. */
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

/** A signature would not tell two people apart. */
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

async function readKeyFile(cwd: string, file: string): Promise<string> {
  const path = resolve(cwd, file);
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${file}: cannot read the public key: ${cause.message}`);
  });
  return readPublicKey(text, file);
}

/** @throws UsageError for a text that names nobody, or looks like another address than it is */
export function readAddress(text: string): string {
  const address = cleanLine(text);
  refuseLookAlike(text.trim());
  if (/^\S+$/.test(address)) return address;
  throw new UsageError(
    `"${address}" is neither an e-mail address nor an account`,
    "Name the person by git's user.email.",
  );
}
