import { v7 } from 'uuid';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { mayOnlyLook } from '../../domain/people/require-role.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import { stampOf } from '../../store/connection/stamp.ts';
import type { Draft, Source } from '../../store/log/append.ts';
import type { Views } from '../../store/views/views.ts';
import { holdsSomething, refuseLoss } from '../database/lost-history.ts';
import { signDueCheckpoint } from '../history/checkpoints/make-checkpoint.ts';
import { type Actor, sessionOrigin } from './actor.ts';
import { databasePath } from './database-path.ts';
import type { World } from './world.ts';

/** Where the history is; undefined leaves it to the environment. */
export type DatabaseChoice = { db?: string | undefined };

/** Opens the history for reading; undefined when there is none yet. */
export async function openHistory(world: World, { db }: DatabaseChoice): Promise<ReadStore | undefined> {
  const path = databasePath(world, db);
  if (!holdsSomething(path)) return undefined;
  // Loading it takes longer than a start without a history.
  const { openReadStore } = await import('../../store/connection/open.ts');
  return openReadStore(path);
}

/** What changes when the history is written, replaced or taken away by any process. Asking costs nothing measurable. */
export function historyStamp(world: World, { db }: DatabaseChoice): string {
  return stampOf(databasePath(world, db));
}

/**
 * Opens the history for writing, and makes it when there is none yet. Whatever is recorded, an auditor
 * is refused in the same transaction. On the first opening of a day, the earlier entries are signed.
 *
 * @throws UsageError in a read-only session, before anything is opened
 */
export async function openWritableHistory(
  world: World,
  { db }: DatabaseChoice,
  {
    daily = 'sign when due',
    named,
  }: { daily?: 'sign when due' | 'leave to the caller'; named?: Actor | undefined } = {},
): Promise<Store> {
  refuseReadOnly(world);
  const path = databasePath(world, db);
  await refuseLoss(path);
  const { openStore } = await import('../../store/connection/open.ts');
  const store = await openStore(path, await recordingSource(world, named));
  const guarded: Store = {
    ...store,
    append: (decide) => store.append((views) => refuseAuditors(views, decide)),
  };
  if (daily === 'sign when due') await signDueCheckpoint(world, guarded);
  return guarded;
}

/** Time, ids and origin of what this session records. */
export async function recordingSource(world: World, named?: Actor): Promise<Source> {
  return {
    now: world.now,
    newId: (at) => v7({ msecs: at.getTime() }),
    origin: await sessionOrigin(world, named),
  };
}

/** @throws UsageError in a read-only session: what was asked for contradicts its own flag */
export function refuseReadOnly({ readOnly }: Pick<World, 'readOnly'>): void {
  if (readOnly)
    throw new UsageError('this session is read-only: nothing is recorded', 'Leave out --read-only.');
}

async function refuseAuditors(
  views: Views,
  decide: Parameters<Store['append']>[0],
): Promise<readonly Draft[]> {
  const drafts = await decide(views);
  const people = await views.people();
  const auditor = drafts.find(({ actor }) => mayOnlyLook(people, actor))?.actor;
  if (auditor === undefined) return drafts;
  throw new RefusedError(
    `${cleanLine(auditor)} is an auditor, who looks at everything and records nothing`,
    'Somebody with another role has to do it.',
  );
}
