import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { formatNote } from '../../domain/history/checkpoints/note.ts';
import { recordedCheckpoints } from '../../domain/history/checkpoints/recorded-checkpoints.ts';
import { entryPreimage } from '../../domain/history/entry/entry.ts';
import {
  type EntryProof,
  type EntryProofVerdict,
  parseEntryProof,
  verifyEntryProof,
} from '../../domain/history/proof/entry-proof.ts';
import { inclusionRanges } from '../../domain/history/proof/merkle-proof.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';
import { readKeys } from './verify-history.ts';

/**
 * Proves that an entry is in the history, by the newest recorded checkpoint. Before it is returned, it is checked as the person who
 * gets it will check it.
 *
 * @throws UsageError when there is no such entry, or no checkpoint that covers it
 * @throws RefusedError when the entry, or what the checkpoint vouches for, was changed
 */
export async function proveEntry(store: ReadStore, seq: number): Promise<EntryProof> {
  const entry = await store.entry(seq);
  if (!entry) throw new UsageError(`there is no entry ${seq}`, 'codex-cockpit history lists them.');
  const { keys, claims } = recordedCheckpoints([
    ...(await store.entriesOfKind('key.made')),
    ...(await store.entriesOfKind('checkpoint.made')),
  ]);
  const newest = claims.at(-1)?.checkpoint;
  if (!newest || newest.size < seq) {
    throw new UsageError(`no checkpoint covers entry ${seq} yet`, 'Sign one: codex-cockpit audit checkpoint');
  }
  const index = seq - 1;
  const hashes = await store.rootsOver(inclusionRanges(index, newest.size));
  const proof = { preimage: entryPreimage(entry), index, hashes, checkpoint: formatNote(newest.note) };
  const verdict = verifyEntryProof(proof, keys);
  if (verdict.proved) return proof;
  throw new RefusedError(
    `entry ${seq} cannot be proved: ${verdict.reason}`,
    'Somebody changed the history. codex-cockpit audit verify says more.',
  );
}

/**
 * Checks a proof that `audit prove` made. Needs no database, only a public key.
 *
 * @throws UsageError when a file is not what it should be, or no key was given
 */
export async function checkEntryProof(
  world: World,
  file: string,
  asked: readonly string[],
): Promise<EntryProofVerdict> {
  const keys = await readKeys(world, asked);
  if (keys.length === 0) {
    throw new UsageError(
      'a proof means nothing without the public key of the history',
      'Name it with --key; codex-cockpit audit key prints it where the history is.',
    );
  }
  const path = resolve(world.cwd, file);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}`);
  });
  try {
    return verifyEntryProof(parseEntryProof(text), keys);
  } catch (cause) {
    throw new UsageError(`${path}: ${(cause as Error).message}`);
  }
}
