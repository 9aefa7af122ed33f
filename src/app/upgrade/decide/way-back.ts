import { RefusedError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import type { World } from '../../world/world.ts';
import { listRehearsals } from '../rehearsal/record-rehearsal.ts';
import { readDecision } from './read-decision.ts';

/** Where the pin would go back to. */
export type WayBack = {
  pin: string;
  to: string;
  /** Where both programs were when they were last rehearsed; undefined where they never were. */
  paths: { pin: string | undefined; to: string | undefined };
  /** The entry of a rehearsal of this way that still counts; undefined when it has to be rehearsed. */
  rehearsed: string | undefined;
};

/**
 * The way back from the pin: to the version that is asked for, else to the one before the last move.
 *
 * @throws UsageError when the pin never was that version
 * @throws RefusedError when the pin never moved
 */
export async function findWayBack(
  world: World,
  store: ReadStore,
  asked: string | undefined,
): Promise<WayBack> {
  const rollout = await store.rollout();
  if (!rollout) throw noRollout();
  const { pin } = rollout;
  const moves = bodiesOf(await store.entriesOfKind('rollout.pin-moved'), 'rollout.pin-moved');
  const earlier = [...new Set(moves.toReversed().map(({ body }) => body.from))].filter(
    (version) => version !== pin,
  );
  const to = asked ?? moves.findLast(({ body }) => body.to === pin)?.body.from;
  if (to === undefined)
    throw new RefusedError(`the pin was ${pin} from the beginning, so there is no way back`);
  if (!earlier.includes(to)) {
    throw new UsageError(
      `the pin never was ${cleanLine(to)}`,
      earlier.length === 0 ? 'It never moved.' : `It was: ${earlier.join(', ')}.`,
    );
  }
  const all = await listRehearsals(store);
  const clis = all.flatMap(({ body }) => [body.from, body.to]);
  const pathOf = (version: string) => clis.find((cli) => cli.version === version)?.path;
  const way = { pin, to, paths: { pin: pathOf(pin), to: pathOf(to) } };
  for (const { seq, body } of all) {
    if (body.from.version !== pin || body.to.version !== to) continue;
    const { obstacles } = await readDecision(world, store, String(seq));
    if (!obstacles.some(({ about }) => about === 'rehearsal')) return { ...way, rehearsed: String(seq) };
  }
  return { ...way, rehearsed: undefined };
}
