import type { HistoryProof } from './proof.ts';

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
