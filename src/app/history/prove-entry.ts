import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { formatNote } from '../../domain/history/checkpoints/note.ts';
import { recordedCheckpoints } from '../../domain/history/checkpoints/recorded-checkpoints.ts';
import { entryPreimage } from '../../domain/history/entry/entry.ts';
import { type EntryProof, verifyEntryProof } from '../../domain/history/proof/entry-proof.ts';
import { inclusionRanges } from '../../domain/history/proof/merkle-proof.ts';
import type { ReadStore } from '../../store/connection/open.ts';

/**
 * Proves that an entry is in the history, by the newest recorded checkpoint. What is given out was checked as whoever
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
