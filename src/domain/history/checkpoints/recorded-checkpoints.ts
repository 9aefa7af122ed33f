import type { Entry } from '../entry/entry.ts';
import { readEvent } from '../entry/event.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { CheckpointClaim, CheckpointFinding } from './judge-checkpoints.ts';
import { parseVerifierKey, type VerifierKey } from './note-key.ts';

/** What the history itself says of its checkpoints. */
export type RecordedCheckpoints = {
  /** The public keys that were made, oldest first. */
  keys: readonly VerifierKey[];
  claims: readonly CheckpointClaim[];
  /** Entries that should have a checkpoint and do not. */
  unreadable: readonly CheckpointFinding[];
};

/** Reads the entries of the kinds `key.made` and `checkpoint.made`, in the order of `seq`. */
export function recordedCheckpoints(entries: readonly Entry[]): RecordedCheckpoints {
  const keys: VerifierKey[] = [];
  const claims: CheckpointClaim[] = [];
  const unreadable: CheckpointFinding[] = [];
  for (const entry of entries) {
    const where = { kept: 'inside', source: `entry ${entry.seq}` } as const;
    try {
      const { kind, body } = readEvent(entry);
      if (kind === 'key.made') keys.push(parseVerifierKey(body.public_key));
      if (kind === 'checkpoint.made')
        claims.push({ ...where, checkpoint: parseCheckpoint(body.note), keys: [...keys] });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      unreadable.push({ ...where, size: undefined, state: 'unreadable', reason });
    }
  }
  return { keys, claims, unreadable };
}
