import { type AuthorityFinding, isAuthorityFault } from '../authority/authority-finding.ts';
import type { CheckpointFinding } from '../checkpoints/judge-checkpoints.ts';
import type { ChainFault } from './chain.ts';
import type { ClockFaults } from './clock-faults.ts';
import type { Untold } from './untold.ts';

/** What a walk over the whole history found. */
export type HistoryProof = {
  /** True when every entry and every text is as it was recorded, and every checkpoint is extended. */
  whole: boolean;
  /** Entries found whole, from the first on. */
  entries: number;
  /** Hash of the last entry found whole; undefined when there is none. */
  head: string | undefined;
  /** Merkle root over all entries; undefined when the walk did not reach the end. */
  root: string | undefined;
  fault: ChainFault | undefined;
  /** Why this is not the history that was here before; undefined when there is no sign of that. */
  lost: string | undefined;
  /** Digests of blobs that are missing or not what was recorded. */
  damagedBlobs: readonly string[];
  /** How many texts are no longer there because an entry says that they were removed. */
  removedBlobs: number;
  /** Texts of the largest size that is stored. Whether they were cut, and from what size, no entry says. */
  fullTexts: number;
  /** What entries of older versions do not say. It says nothing about whether the history is whole. */
  untold: readonly Untold[];
  /** The state of each checkpoint, recorded ones first. */
  checkpoints: readonly CheckpointFinding[];
  /** What a replay of who was allowed to do what found. It says nothing about whether the history is whole. */
  authority: readonly AuthorityFinding[];
  /** Where the clock that dated the entries was wrong. It says nothing about whether the history is whole. */
  clock: ClockFaults;
  /** Places that should have checkpoints and could not be read. */
  unseen: readonly { place: string; reason: string }[];
};

/** What is said of a history that is not there yet. */
export const EMPTY_PROOF: HistoryProof = {
  whole: true,
  entries: 0,
  head: undefined,
  root: undefined,
  fault: undefined,
  lost: undefined,
  damagedBlobs: [],
  removedBlobs: 0,
  fullTexts: 0,
  untold: [],
  checkpoints: [],
  authority: [],
  clock: { backwards: [], ahead: [], malformed: [] },
  unseen: [],
};

/**
 * Whether nothing in a history needs an answer: it is whole, nobody recorded what they were not allowed to, and every
 * entry is dated in the form in which times are recorded.
 */
export function isInOrder({
  whole,
  authority,
  clock,
}: Pick<HistoryProof, 'whole' | 'authority' | 'clock'>): boolean {
  return whole && !authority.some(isAuthorityFault) && clock.malformed.length === 0;
}

/** One sentence for each thing that is wrong with a history; none when it is whole. */
export function describeFaults({
  fault,
  checkpoints,
  lost,
  damagedBlobs = [],
}: Pick<HistoryProof, 'fault' | 'checkpoints'> &
  Partial<Pick<HistoryProof, 'damagedBlobs' | 'lost'>>): readonly string[] {
  return [
    ...(lost === undefined ? [] : [`${lost}.`]),
    ...(fault ? [`Entry ${fault.seq}: ${fault.reason}.`] : []),
    ...checkpoints
      .filter(({ state }) => state !== 'extended')
      .map(({ source, state, reason }) => `Checkpoint of ${source} (${state}): ${reason}.`),
    ...damagedBlobs.map((sha256) => `Blob ${sha256}: missing, or not what was recorded.`),
  ];
}
