import type { Artifact, Revision } from '../../domain/artifacts/artifact.ts';
import { type CopyState, judgeCopy } from '../../domain/artifacts/copies/judge-copy.ts';
import { readCopy } from '../../domain/artifacts/copies/published-copy.ts';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { ArtifactCopy } from '../../store/views/artifact-views.ts';
import type { World } from '../world/world.ts';
import { findArtifact, type KindChoice, readArtifacts, revisionText } from './read-artifacts.ts';
import { findInRepository, findRepository, type Repository } from './repository.ts';

/** The copy of an artifact in one repository. */
export type CopyReport = {
  artifact: string;
  repository: string;
  root: string;
  path: string;
  state: CopyState;
  /** The revision that the copy is, or that it was made from. */
  revision: number | undefined;
  approvedRevision: number;
  why: string | undefined;
  /** Both texts, when they differ. */
  texts: { approved: string; copy: string } | undefined;
};

/** Whether a copy differs from what counts. */
export function hasDrifted({ state }: Pick<CopyReport, 'state'>): boolean {
  return state !== 'same' && state !== 'absent';
}

type AskedDrift = {
  /** Folders of repositories. */
  repositories: readonly string[];
  /** All that have an approved text when empty. */
  artifacts: readonly string[];
  /** Another path to look at, besides those that are declared or recorded; for one artifact only. */
  path?: string | undefined;
} & KindChoice;

/**
 * Looks in repositories for copies of approved artifacts, at the paths that are declared and those where
 * they were published, and compares each with what counts. Reads only.
 *
 * @throws UsageError for an unknown artifact, a folder in no repository, or a path for several artifacts
 */
export async function* findDrift(
  world: World,
  store: ReadStore | undefined,
  asked: AskedDrift,
): AsyncGenerator<CopyReport> {
  if (asked.path !== undefined && asked.artifacts.length !== 1) {
    throw new UsageError('a path belongs to one artifact', 'Name it: --artifact ID.');
  }
  const artifacts =
    asked.artifacts.length === 0
      ? await readArtifacts(world, store, asked)
      : await Promise.all(asked.artifacts.map((id) => findArtifact(world, store, id, asked)));
  const copies = (await store?.artifactCopies()) ?? [];
  const approved = store ? await readApproved(store, artifacts) : [];
  for (const folder of asked.repositories) {
    const repository = await findRepository(world, folder);
    for (const one of approved)
      for (const path of pathsOf(one, { repository, copies, path: asked.path }))
        yield await reportCopy(one, { repository, ...path });
  }
}

type ApprovedArtifact = { artifact: Artifact; approved: Revision; text: string };

async function readApproved(
  store: ReadStore,
  artifacts: readonly Artifact[],
): Promise<readonly ApprovedArtifact[]> {
  const found = artifacts.flatMap((artifact) =>
    artifact.approved ? [{ artifact, approved: artifact.approved }] : [],
  );
  return Promise.all(found.map(async (one) => ({ ...one, text: await revisionText(store, one.approved) })));
}

/** Where a copy is looked for, and whether one must be there. */
function pathsOf(
  { artifact, approved }: ApprovedArtifact,
  {
    repository,
    copies,
    path,
  }: { repository: Repository; copies: readonly ArtifactCopy[]; path: string | undefined },
): readonly { path: string; expected: boolean }[] {
  const published = copies
    .filter((one) => one.artifact === artifact.id && one.repository === repository.name)
    .map((one) => one.path);
  const expected = new Set([...published, ...(path === undefined ? [] : [path])]);
  return [...new Set([approved.declaration.publish_to, ...expected])].map((one) => ({
    path: one,
    expected: expected.has(one),
  }));
}

async function reportCopy(
  { artifact, approved, text }: ApprovedArtifact,
  { repository, path, expected }: { repository: Repository; path: string; expected: boolean },
): Promise<CopyReport> {
  const base = {
    artifact: artifact.id,
    repository: repository.name,
    root: repository.root,
    path,
    revision: undefined,
    approvedRevision: approved.revision,
    why: undefined,
    texts: undefined,
  };
  const there = await findInRepository(repository, path).catch((cause: unknown) => {
    if (cause instanceof RefusedError) return cause;
    throw cause;
  });
  if (there instanceof RefusedError) return { ...base, state: 'out of reach', why: there.message };
  if (there.type === 'missing') return { ...base, state: expected ? 'missing' : 'absent' };
  if (there.type === 'other') return { ...base, state: 'out of reach', why: `it ${there.what}` };
  const judged = judgeCopy(there.text, artifact, approved);
  return {
    ...base,
    state: judged.state,
    revision: 'revision' in judged ? judged.revision : undefined,
    texts: judged.state === 'same' ? undefined : { approved: text, copy: readCopy(there.text).text },
  };
}
