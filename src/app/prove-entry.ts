import { entryPreimage } from '../domain/audit/entry.ts';
import type { EntryProof } from '../domain/audit/entry-proof.ts';
import { inclusionRanges } from '../domain/audit/merkle-proof.ts';
import { formatNote } from '../domain/audit/note.ts';
import { recordedCheckpoints } from '../domain/audit/recorded-checkpoints.ts';
import { UsageError } from '../domain/errors.ts';
import type { ReadStore } from '../store/open.ts';

/**
 * Proves that an entry is in the history, by the newest recorded checkpoint.
 *
 * @throws UsageError when there is no such entry, or no checkpoint that covers it
 */
export async function proveEntry(store: ReadStore, seq: number): Promise<EntryProof> {
  const [entry] = await Array.fromAsync(store.entries({ after: seq - 1, limit: 1 }));
  if (entry?.seq !== seq)
    throw new UsageError(`there is no entry ${seq}`, 'codex-cockpit history lists them.');
  const newest = recordedCheckpoints(await store.entriesOfKind('checkpoint.made')).claims.at(-1)?.checkpoint;
  if (!newest || newest.size < seq) {
    throw new UsageError(`no checkpoint covers entry ${seq} yet`, 'Sign one: codex-cockpit audit checkpoint');
  }
  const index = seq - 1;
  const hashes = await store.rootsOver(inclusionRanges(index, newest.size));
  return { preimage: entryPreimage(entry), index, hashes, checkpoint: formatNote(newest.note) };
}
