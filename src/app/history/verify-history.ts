import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CockpitError, UsageError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import type { CheckpointFinding } from '../../domain/history/checkpoints/judge-checkpoints.ts';
import { parseVerifierKey, type VerifierKey } from '../../domain/history/checkpoints/note-key.ts';
import { EMPTY_PROOF, type HistoryProof } from '../../domain/history/proof/proof.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import { emptyFile, findLoss } from '../database/lost-history.ts';
import { databasePath } from '../world/database-path.ts';
import { type DatabaseChoice, openHistory } from '../world/session.ts';
import type { World } from '../world/world.ts';
import {
  joinKept,
  type KeptCheckpoint,
  type KeptCheckpoints,
  ownCheckpoints,
  readKept,
  rememberedPlace,
} from './checkpoints/checkpoint-places.ts';
import { recordedKeys } from './checkpoints/signing-key.ts';

/** What a person names besides the database. */
export type InHand = {
  /** Files of checkpoints, or folders of them. */
  checkpoints?: readonly string[];
  /** Public keys, or files with one. */
  keys?: readonly string[];
  /** Hears how many entries were walked over. */
  onProgress?: OnProgress | undefined;
};

/**
 * Walks the whole history and compares it with its own checkpoints, those of the remembered place, and
 * those that are named. While there is no history, it is whole and empty, unless somebody has a checkpoint of it.
 *
 * @throws UsageError when a named file is not there, or is not a key
 */
export async function verifyHistory(
  world: World,
  choice: DatabaseChoice,
  { checkpoints = [], keys = [], onProgress }: InHand = {},
): Promise<HistoryProof> {
  const inHand = joinKept(await Promise.all(checkpoints.map((path) => readKept(resolve(world.cwd, path)))));
  const trusted = await readKeys(world, keys);
  const path = databasePath(world, choice.db);
  const lost = (await findLoss(path)) ?? emptyFile(path);
  const store = await openHistory(world, choice);
  if (!store) return withoutHistory(inHand, lost);
  try {
    const outside = joinKept([inHand, await keptElsewhere(store, inHand)]);
    const names = [...trusted, ...(await recordedKeys(store).catch(() => []))].map(({ name }) => name);
    const kept = relevant(outside.kept, names);
    const proof = await store.verify({ checkpoints: kept, keys: trusted, now: world.now(), onProgress });
    const checked = { ...proof, whole: proof.whole && lost === undefined, lost };
    return withUnread({ ...checked, checkpoints: withRemarks(proof.checkpoints, kept) }, outside);
  } finally {
    await store.close();
  }
}

/**
 * Reads public keys, each given as itself or as a file.
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

/** The checkpoints of the remembered place that were not named. A place that cannot be read is reported, and proves nothing. */
async function keptElsewhere(store: ReadStore, inHand: KeptCheckpoints): Promise<KeptCheckpoints> {
  const place = await rememberedPlace(store).catch(() => undefined);
  if (place === undefined) return joinKept([]);
  try {
    const known = new Set(
      [...inHand.kept, ...inHand.unreadable, ...inHand.unseen].map(({ source }) => source),
    );
    const isNew = ({ source }: { source: string }) => !known.has(source);
    const { kept, unreadable, unseen } = await readKept(place);
    return { kept: kept.filter(isNew), unreadable: unreadable.filter(isNew), unseen: unseen.filter(isNew) };
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    return { ...joinKept([]), unseen: [{ source: place, folder: undefined, reason: cause.message }] };
  }
}

function withRemarks(
  findings: readonly CheckpointFinding[],
  kept: readonly KeptCheckpoint[],
): readonly CheckpointFinding[] {
  const remarks = new Map(kept.map(({ source, remark }) => [source, remark]));
  return findings.map((one) => (one.kept === 'outside' ? { ...one, remark: remarks.get(one.source) } : one));
}

/** Names the files that gave no checkpoint. A file that is not a checkpoint, or no longer one, may have shown what is missing. */
function withUnread(proof: HistoryProof, { unreadable, unseen }: KeptCheckpoints): HistoryProof {
  const unread = unreadable.map(({ source, reason }) => ({
    kept: 'outside' as const,
    source,
    size: undefined,
    state: 'unreadable' as const,
    reason,
  }));
  return {
    ...proof,
    whole: proof.whole && unread.length === 0,
    checkpoints: [...proof.checkpoints, ...unread],
    unseen: unseen.map(({ source, reason }) => ({ place: source, reason })),
  };
}

function withoutHistory(inHand: KeptCheckpoints, lost: string | undefined): HistoryProof {
  const checkpoints = inHand.kept.map(({ source, checkpoint: { size } }) => ({
    kept: 'outside' as const,
    source,
    size,
    state: 'cut-off' as const,
    reason: `it vouches for ${size} entries, and there is no history here`,
  }));
  return withUnread(
    { ...EMPTY_PROOF, whole: checkpoints.length === 0 && lost === undefined, lost, checkpoints },
    inHand,
  );
}
