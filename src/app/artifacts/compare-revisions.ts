import { UsageError } from '../../domain/base/errors.ts';
import { countChanges } from '../../domain/base/text/unified-diff.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';
import { loadArtifactKinds, readTemplate } from './load-artifact-kinds.ts';
import {
  findArtifact,
  findRevision,
  type KindChoice,
  type ReadableArtifact,
  readArtifact,
  revisionText,
} from './read-artifacts.ts';

/** Two texts of an artifact; revision 0 is the text to start from. */
export type RevisionComparison = {
  artifact: string;
  from: { revision: number; text: string };
  to: { revision: number; text: string };
};

/** An artifact with a text, and how much of it changed since the text that counts, else the one before. */
export type ArtifactWithChanges = ReadableArtifact & {
  /** Lines that changed since a revision, 0 for the text to start from; undefined while nothing was begun. */
  changes: { since: number; added: number; removed: number } | undefined;
};

/**
 * One artifact with a text, as readArtifact reads it, and how much of it changed.
 *
 * @throws UsageError for an unknown artifact or revision
 */
export async function readWithChanges(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
  asked: { id: string; revision?: number | undefined } & KindChoice,
): Promise<ArtifactWithChanges> {
  const read = await readArtifact(world, store, asked);
  if (!read.revision) return { ...read, changes: undefined };
  const { from, to } = await compareRevisions(world, store, { ...asked, to: read.revision.revision });
  return { ...read, changes: { since: from.revision, ...countChanges(from.text, to.text) } };
}

/**
 * Compares two revisions of an artifact. Without numbers these are the one that counts, else the one
 * before, and the newest.
 *
 * @throws UsageError for an unknown artifact or revision, or one that is not begun
 */
export async function compareRevisions(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
  {
    id,
    from,
    to,
    ...choice
  }: { id: string; from?: number | undefined; to?: number | undefined } & KindChoice,
): Promise<RevisionComparison> {
  const artifact = await findArtifact(world, store, id, choice);
  const { newest, approved } = artifact;
  if (!newest || !store) throw new UsageError(`${id} is not begun: there is nothing to compare`);
  const after = to ?? newest.revision;
  const counting = approved && approved.revision < after ? approved.revision : undefined;
  const before = from ?? counting ?? after - 1;
  const read = async (revision: number) => ({
    revision,
    text:
      revision === 0
        ? await template(world, id, choice)
        : await revisionText(store, findRevision(artifact, revision)),
  });
  // The later one first: the earlier one may follow from it, and nobody asked for that.
  const later = await read(after);
  return { artifact: id, from: await read(before), to: later };
}

async function template(world: Pick<World, 'cwd'>, id: string, { declaredIn }: KindChoice): Promise<string> {
  const kind = (await loadArtifactKinds(world, declaredIn)).find((one) => one.id === id);
  return kind ? readTemplate(kind) : '';
}
