import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { addPerson } from '../../src/app/people/people.ts';
import { startRollout } from '../../src/app/rollout/start-rollout.ts';
import { publishRunbook } from '../../src/app/runbooks/publish-runbook.ts';
import { openWritableHistory } from '../../src/app/world/session.ts';
import type { World } from '../../src/app/world/world.ts';
import type { Role } from '../../src/domain/people/role.ts';
import type { Store } from '../../src/store/connection/open.ts';
import { twoItems } from './rollout-builders.ts';
import { runbookText } from './runbooks.ts';
import { testWorld } from './world.ts';

/** Who takes part in the rollout of the tests. */
const members: readonly (readonly [email: string, ...roles: Role[]])[] = [
  ['bob@example.com', 'team lead', 'platform engineer'],
  ['sue@example.com', 'security owner'],
  ['aud@example.com', 'auditor'],
];

/** A rollout that Ada started, with people, and a Pilot of two items. */
export async function team(): Promise<{
  world: ReturnType<typeof testWorld> & World;
  store: Store;
  /** The same world as somebody else. */
  as: (name: 'ada' | 'bob' | 'sue' | 'aud' | 'eve') => World;
  /** Moves the clock. */
  setNow: (at: string) => void;
}> {
  let now = new Date('2026-11-20T12:00:00.000Z');
  const world = { ...testWorld(), as: 'ada@example.com', now: () => now };
  const store = await openWritableHistory(world, {});
  onTestFinished(() => store.close());
  await startRollout(world, store, { name: 'Acme' });
  for (const [email, ...roles] of members) await addPerson(world, store, { email, add: roles });
  writeRunbook(world, 'pilot', runbookText({ items: twoItems }));
  await publishRunbook(world, store, { runbook: 'pilot', reason: 'ours', waiveSuite: 'a test' });
  return {
    world,
    store,
    as: (name) => ({ ...world, as: `${name}@example.com` }),
    setNow: (at) => {
      now = new Date(at);
    },
  };
}

/** Puts a runbook into the project. */
export function writeRunbook(world: Pick<World, 'cwd'>, id: string, text: string): void {
  mkdirSync(join(world.cwd, 'runbooks'), { recursive: true });
  writeFileSync(join(world.cwd, 'runbooks', `${id}.md`), text);
}
