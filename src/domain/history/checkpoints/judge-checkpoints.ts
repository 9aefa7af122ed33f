import type { SignedCheckpoint } from './checkpoint.ts';
import { judgeNote, type VerifierKey } from './note-key.ts';

/**
 * What a checkpoint says of a history:
 * - `extended`: the history still begins with what the checkpoint vouches for
 * - `cut-off`: it covers entries that are no longer there
 * - `rewritten`: other entries are in the place of those that it covers
 * - `not-reached`: the history breaks off before, so that nothing can be said
 * - `foreign`: it is of another history
 * - `forged`: it has a key's name, but that key did not sign it
 * - `unknown-key`: nobody we know signed it
 * - `unreadable`: it is no checkpoint at all
 */
type CheckpointState =
  | 'extended'
  | 'cut-off'
  | 'rewritten'
  | 'not-reached'
  | 'foreign'
  | 'forged'
  | 'unknown-key'
  | 'unreadable';

/** Where a checkpoint was found: an entry of the history itself, such as `entry 12`, or a path outside of it. */
type CheckpointPlace = { kept: 'inside' | 'outside'; source: string };

/** A checkpoint that a history is compared with. */
export type CheckpointClaim = CheckpointPlace & {
  checkpoint: SignedCheckpoint;
  keys: readonly VerifierKey[];
};

export type CheckpointFinding = CheckpointPlace & {
  size: number | undefined;
  state: CheckpointState;
  /** One sentence for a person. */
  reason: string;
  /** What a person should know of the file anyway. */
  remark?: string | undefined;
};

/** What the walk over the history knows. */
export type WalkedHistory = {
  /** Entries found whole. */
  entries: number;
  /** Whether the walk ended at a fault. */
  broken: boolean;
  /** The root at each size at which a checkpoint was made, as far as the walk came. */
  rootAt: (size: number) => string | undefined;
};

/** Compares a history with checkpoints of it. The findings have the order of the claims. */
export function judgeCheckpoints(
  claims: readonly CheckpointClaim[],
  history: WalkedHistory,
): readonly CheckpointFinding[] {
  const agreed = claims
    .filter(({ checkpoint }) => history.rootAt(checkpoint.size) === checkpoint.root)
    .map(({ checkpoint }) => checkpoint.size);
  return claims.map((claim) => judge(claim, history, agreed));
}

function judge(
  { kept, source, checkpoint, keys }: CheckpointClaim,
  history: WalkedHistory,
  agreed: readonly number[],
): CheckpointFinding {
  const { origin, size, root, note } = checkpoint;
  const found = (state: CheckpointState, reason: string) => ({
    kept,
    source,
    size,
    state,
    reason,
  });
  if (keys.length > 0 && !keys.some(({ name }) => name === origin))
    return found('foreign', `it is of the history "${origin}"`);
  const signed = judgeNote(note, keys);
  if (signed.outcome === 'forged') return found('forged', `the key of "${signed.name}" did not sign it`);
  if (signed.outcome === 'unknown')
    return found('unknown-key', 'nobody whose key is known signed it; name the public key with --key');
  if (size > history.entries) {
    return history.broken
      ? found('not-reached', `the history breaks off after entry ${history.entries}`)
      : found('cut-off', cutOff(size, history.entries));
  }
  if (history.rootAt(size) !== root) return found('rewritten', rewritten(size, agreed));
  return found('extended', 'the history extends it');
}

function cutOff(size: number, entries: number): string {
  return `the end of the history was cut off: it vouches for ${size} entries, and only ${entries} are there`;
}

function rewritten(size: number, agreed: readonly number[]): string {
  const start = Math.max(0, ...agreed.filter((one) => one < size)) + 1;
  const which = start === size ? `entry ${size} is` : `among entries ${start} to ${size} some are`;
  return `the history was rewritten: ${which} not what it vouches for, though all hashes match`;
}
