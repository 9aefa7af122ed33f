import { bodiesOf } from '../../../domain/history/entry/event.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import type { Blob } from '../../../store/log/blob.ts';
import { holdsSomething } from '../../database/lost-history.ts';
import { type Actor, nameActor } from '../../world/actor.ts';
import { databasePath } from '../../world/database-path.ts';
import { type DatabaseChoice, openWritableHistory } from '../../world/session.ts';
import type { World } from '../../world/world.ts';

type RunToRecord = {
  run: CapturedRun;
  blobs: readonly Blob[];
  /** Whether it may be there already. */
  once?: boolean;
  /** Who acts, where that is known. */
  actor?: Actor | undefined;
};

/**
 * Records a captured run in the history, where there is a rollout. The evidence folder is written by then, so that
 * nothing is lost when it cannot be recorded.
 *
 * @returns the number of the entry, also of one that recorded the run before; or why there is none, undefined without a rollout
 */
export async function recordRun(
  world: World,
  { db }: DatabaseChoice,
  { run, blobs, once = false, actor }: RunToRecord,
): Promise<{ entry: number; isNew: boolean } | { why: string | undefined }> {
  if (world.readOnly) return { why: undefined };
  try {
    // To make a history for a run is not what was asked for.
    if (!holdsSomething(databasePath(world, db))) return { why: undefined };
    const named = actor ?? (await nameActor(world));
    const store = await openWritableHistory(world, { db }, { named });
    try {
      let known: number | undefined;
      let hasRollout = true;
      const [entry] = await store.append(async (views) => {
        hasRollout = (await views.rollout()) !== undefined;
        if (!hasRollout) return [];
        const entries = once ? await views.entriesOfKind('exec.captured') : [];
        known = bodiesOf(entries, 'exec.captured').find(({ body }) => body.run === run.run)?.seq;
        if (known !== undefined) return [];
        const event = { kind: 'exec.captured' as const, body: run };
        return [{ actor: named.actor, subject: `run/${run.run}`, event, blobs }];
      });
      if (!hasRollout) return { why: undefined };
      const seq = entry?.seq ?? known;
      return seq === undefined
        ? { why: 'the history recorded nothing' }
        : { entry: seq, isNew: entry !== undefined };
    } finally {
      await store.close();
    }
  } catch (cause) {
    return { why: (cause as Error).message };
  }
}
