import { bodiesOf } from '../../../domain/history/entry/event.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import type { Blob } from '../../../store/log/blob.ts';
import { actingPerson } from '../../world/actor.ts';
import { type DatabaseChoice, openHistory, openWritableHistory } from '../../world/session.ts';
import type { World } from '../../world/world.ts';

/**
 * Records a captured run in the history, where there is a rollout. The evidence folder is written by then, so that
 * nothing is lost when it cannot be recorded.
 *
 * @param once whether it may be there already
 * @returns the number of the entry, also of one that recorded the run before; or why there is none, undefined without a rollout
 */
export async function recordRun(
  world: World,
  { db }: DatabaseChoice,
  { run, blobs, once = false }: { run: CapturedRun; blobs: readonly Blob[]; once?: boolean },
): Promise<{ entry: number; isNew: boolean } | { why: string | undefined }> {
  if (world.readOnly) return { why: undefined };
  try {
    if (!(await hasRollout(world, db))) return { why: undefined };
    const actor = await actingPerson(world);
    const store = await openWritableHistory(world, { db });
    try {
      let known: number | undefined;
      const [entry] = await store.append(async (views) => {
        const entries = once ? await views.entriesOfKind('exec.captured') : [];
        known = bodiesOf(entries, 'exec.captured').find(({ body }) => body.run === run.run)?.seq;
        if (known !== undefined) return [];
        return [{ actor, subject: `run/${run.run}`, event: { kind: 'exec.captured', body: run }, blobs }];
      });
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

async function hasRollout(world: World, db: string | undefined): Promise<boolean> {
  const store = await openHistory(world, { db });
  try {
    return (await store?.rollout()) !== undefined;
  } finally {
    await store?.close();
  }
}
