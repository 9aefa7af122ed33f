import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../domain/base/errors.ts';
import { type HistoryEntry, readEntry } from '../../domain/history/find/history-entry.ts';
import {
  changePerson,
  newPerson,
  type PersonState,
  type PersonChange as RecordedChange,
  requirePerson,
} from '../../domain/people/change-person.ts';
import type { Person } from '../../domain/people/person.ts';
import { readPublicKey } from '../../domain/people/public-key.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import type { Draft } from '../../store/log/append.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';

/** Whom to change and how. */
export type PersonChange = RecordedChange & {
  email: string;
  /** Files with a public SSH key to add. */
  keyFiles?: readonly string[];
};

/**
 * Adds a person to the rollout.
 *
 * @throws UsageError when there is no rollout, or the rules of changePerson or newPerson refuse it
 * @throws RefusedError when the acting person may not manage people
 */
export async function addPerson(world: World, store: Store, change: PersonChange): Promise<Person> {
  return recordPerson(world, store, change, newPerson);
}

/**
 * Changes the roles or keys of a person.
 *
 * @throws UsageError when the rollout has no such person, or the rules of changePerson refuse it
 * @throws RefusedError when the acting person may not manage people
 */
export async function alterPerson(world: World, store: Store, change: PersonChange): Promise<Person> {
  return recordPerson(world, store, change, requirePerson);
}

/** Everybody in the rollout, by address. */
export async function listPeople(store: Pick<Views, 'people'> | undefined): Promise<readonly Person[]> {
  return (await store?.people()) ?? [];
}

/** The newest entry that each person recorded, by address; nobody is named who recorded none. */
export async function readLastEntries(
  store: ReadStore | undefined,
): Promise<ReadonlyMap<string, HistoryEntry>> {
  const lasts = new Map<string, HistoryEntry>();
  for (const { email } of (await store?.people()) ?? []) {
    const [newest] = (await store?.findEntries({ who: email }, { limit: 1 })) ?? [];
    if (newest) lasts.set(email, readEntry(newest));
  }
  return lasts;
}

/** The entry that records a person as they are from now on. */
export function personDraft(actor: string, { email, name, roles, keys }: PersonState): Draft {
  const body = { v: 1 as const, email, name: name ?? null, roles: [...roles], keys: [...keys] };
  return { actor, subject: `person/${email}`, event: { kind: 'person.recorded', body } };
}

async function recordPerson(
  world: World,
  store: Store,
  { email, keyFiles = [], keys: given = [], ...change }: PersonChange,
  find: (people: readonly Person[], email: string) => PersonState,
): Promise<Person> {
  const actor = await actingPerson(world);
  const inFiles = await Promise.all(keyFiles.map((file) => readKeyFile(world, file)));
  const keys = [...given, ...inFiles];
  let recorded = email;
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'manage people');
    const people = await views.people();
    const changed = changePerson(people, find(people, email), { ...change, keys });
    recorded = changed.email;
    return [personDraft(actor, changed)];
  });
  return requirePerson(await store.people(), recorded);
}

/**
 * Reads the public SSH key in a file, as `ssh-ed25519 AAAA…`.
 *
 * @throws UsageError when the file cannot be read, or has no public key
 */
export async function readKeyFile({ cwd }: Pick<World, 'cwd'>, file: string): Promise<string> {
  const path = resolve(cwd, file);
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${file}: cannot read the public key: ${cause.message}`);
  });
  return readPublicKey(text, file);
}
