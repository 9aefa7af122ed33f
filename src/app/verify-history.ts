import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseVerifierKey, type VerifierKey } from '../domain/audit/note-key.ts';
import { EMPTY_PROOF, type HistoryProof } from '../domain/audit/proof.ts';
import { CockpitError, UsageError } from '../domain/errors.ts';
import type { ReadStore } from '../store/open.ts';
import { type KeptCheckpoint, ownCheckpoints, readKept, rememberedPlace } from './checkpoint-places.ts';
import { type DatabaseChoice, openHistory } from './session.ts';
import { recordedKeys } from './signing-key.ts';
import type { World } from './world.ts';

/** What a person has in hand besides the database. */
export type InHand = {
  /** Files of checkpoints, or folders of them. */
  checkpoints?: readonly string[];
  /** Public keys, or files that hold one. */
  keys?: readonly string[];
};

/**
 * Walks the whole history and holds it against its own checkpoints, those of the remembered place, and
 * those in hand. While there is no history, it is whole and empty, unless somebody has a checkpoint of it.
 *
 * @throws UsageError when a file in hand is no checkpoint or no key
 */
export async function verifyHistory(
  world: World,
  choice: DatabaseChoice,
  { checkpoints = [], keys = [] }: InHand = {},
): Promise<HistoryProof> {
  const inHand = (await Promise.all(checkpoints.map((path) => readKept(resolve(world.cwd, path))))).flat();
  const trusted = await readKeys(world, keys);
  const store = await openHistory(world, choice);
  if (!store) return withoutHistory(inHand);
  try {
    const { kept, unseen } = await keptElsewhere(store, inHand);
    const names = [...trusted, ...(await recordedKeys(store).catch(() => []))].map(({ name }) => name);
    const proof = await store.verify({ checkpoints: relevant([...inHand, ...kept], names), keys: trusted });
    return { ...proof, unseen };
  } finally {
    await store.close();
  }
}

/**
 * Reads public keys, each given as itself or as a file that holds it.
 *
 * @throws UsageError
 */
export async function readKeys(
  { cwd }: Pick<World, 'cwd'>,
  asked: readonly string[],
): Promise<readonly VerifierKey[]> {
  return Promise.all(
    asked.map(async (text) => {
      const inFile = await readFile(resolve(cwd, text), 'utf8').catch(() => undefined);
      try {
        return parseVerifierKey(inFile ?? text);
      } catch (cause) {
        const what = inFile === undefined ? `--key: no such file, and ` : `${text}: `;
        throw new UsageError(`${what}${(cause as Error).message}`, 'codex-cockpit audit key prints one.');
      }
    }),
  );
}

/**
 * Leaves out other histories where several share a folder. When there is nothing of this one, all of it stays
 * and is named as foreign: this may be another database than the folder is of.
 */
function relevant(kept: readonly KeptCheckpoint[], names: readonly string[]): readonly KeptCheckpoint[] {
  const own = ownCheckpoints(kept, names);
  return own.length > 0 ? own : kept;
}

/** What the remembered place holds. That it cannot be looked at is told and proves nothing. */
async function keptElsewhere(
  store: ReadStore,
  inHand: readonly KeptCheckpoint[],
): Promise<{ kept: readonly KeptCheckpoint[]; unseen: HistoryProof['unseen'] }> {
  const place = await rememberedPlace(store).catch(() => undefined);
  if (place === undefined) return { kept: [], unseen: [] };
  try {
    const kept = await readKept(place);
    return { kept: kept.filter(({ source }) => !inHand.some((one) => one.source === source)), unseen: [] };
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    return { kept: [], unseen: [{ place, reason: cause.message }] };
  }
}

function withoutHistory(inHand: readonly KeptCheckpoint[]): HistoryProof {
  const checkpoints = inHand.map(({ source, checkpoint: { size } }) => ({
    kept: 'outside' as const,
    source,
    size,
    state: 'cut-off' as const,
    reason: `it vouches for ${size} entries, and there is no history here`,
  }));
  return { ...EMPTY_PROOF, whole: checkpoints.length === 0, checkpoints };
}
