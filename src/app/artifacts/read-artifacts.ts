import { type Artifact, deriveArtifact, type Revision } from '../../domain/artifacts/artifact.ts';
import { findPlaceholders, type Placeholder } from '../../domain/artifacts/placeholders.ts';
import { RefusedError, UnusableError, UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { didYouMean } from '../../domain/base/text/suggest.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { Views } from '../../store/views/views.ts';
import type { World } from '../world/world.ts';
import { type LoadedKind, loadArtifactKinds, readTemplate } from './load-artifact-kinds.ts';

/** Where else than in artifacts.yaml the kinds of a project are declared. */
export type KindChoice = { declaredIn?: string | undefined };

/** An artifact with one of its texts. */
export type ReadableArtifact = {
  artifact: Artifact;
  /** Undefined while it is not begun: the text is the one to start from. */
  revision: Revision | undefined;
  text: string;
  placeholders: readonly Placeholder[];
};

/** Every artifact that is declared or was begun, in the order of its declaration. */
export async function readArtifacts(
  world: Pick<World, 'cwd' | 'now'>,
  views: Pick<Views, 'artifactEntries'> | undefined,
  { declaredIn }: KindChoice = {},
): Promise<readonly Artifact[]> {
  const [kinds, entries] = await Promise.all([
    loadArtifactKinds(world, declaredIn),
    views?.artifactEntries() ?? new Map(),
  ]);
  const ids = new Set([...kinds.map(({ id }) => id), ...entries.keys()]);
  return [...ids].flatMap((id) => {
    const kind = kinds.find((one) => one.id === id);
    const artifact = deriveArtifact({ id, kind, entries: entries.get(id) ?? [] }, world.now());
    return artifact ? [artifact] : [];
  });
}

/**
 * One artifact as the history has it, and as its file declares it.
 *
 * @throws UsageError for an unknown artifact, with the nearest one
 */
export async function findArtifact(
  world: Pick<World, 'cwd' | 'now'>,
  views: Pick<Views, 'artifactEntries'> | undefined,
  id: string,
  choice: KindChoice = {},
): Promise<Artifact> {
  const artifacts = await readArtifacts(world, views, choice);
  const found = artifacts.find((artifact) => artifact.id === id);
  if (found) return found;
  const ids = artifacts.map((artifact) => artifact.id);
  throw new UsageError(
    `there is no artifact "${cleanLine(id)}"${didYouMean(id, ids)}`,
    `The artifacts are: ${ids.join(', ')}.`,
  );
}

/**
 * One artifact with a text: the revision that is asked for, else the newest, else the one to start from.
 *
 * @throws UsageError for an unknown artifact or revision
 */
export async function readArtifact(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
  { id, revision: asked, ...choice }: { id: string; revision?: number | undefined } & KindChoice,
): Promise<ReadableArtifact> {
  const artifact = await findArtifact(world, store, id, choice);
  const revision = asked === undefined ? artifact.newest : findRevision(artifact, asked);
  const text =
    revision && store
      ? await revisionText(store, revision)
      : await startingText(await loadArtifactKinds(world, choice.declaredIn), id);
  return { artifact, revision, text, placeholders: findPlaceholders(text) };
}

/** @throws UsageError for a revision that is not there */
export function findRevision({ id, revisions }: Artifact, number: number): Revision {
  const found = revisions.find(({ revision }) => revision === number);
  if (found) return found;
  throw new UsageError(
    `${id} has no revision ${number}`,
    revisions.length === 0 ? 'It is not begun.' : `It has 1 to ${revisions.length}.`,
  );
}

/** The text of an artifact that counts; undefined when no revision of it is approved, or there is no such artifact. */
export async function approvedText(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
  id: string,
): Promise<string | undefined> {
  const artifact = (await readArtifacts(world, store)).find((one) => one.id === id);
  return store && artifact?.approved ? revisionText(store, artifact.approved) : undefined;
}

/**
 * The approved permission profiles, as a configuration.
 *
 * @throws RefusedError while none are approved
 */
export async function approvedProfiles(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
): Promise<{ file: string; text: string }> {
  const id = 'approved-profiles';
  const text = await approvedText(world, store, id);
  if (text !== undefined) return { file: id, text };
  throw new RefusedError(
    'no permission profiles are approved',
    `What they wait for: codex-cockpit artifact show ${id}`,
  );
}

/** The newest revision of the permission profiles, approved or not, or the text to start from. */
export async function draftProfiles(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
): Promise<{ file: string; text: string }> {
  const id = 'approved-profiles';
  const { text } = await readArtifact(world, store, { id });
  return { file: id, text };
}

/** The text of a revision. */
export async function revisionText(store: Pick<ReadStore, 'blob'>, revision: Revision): Promise<string> {
  const stored = await store.blob(revision.sha256);
  if (stored) return stored.text;
  throw new UnusableError(
    `entry ${revision.seq}: the text of revision ${revision.revision} of ${revision.artifact} is not in the database`,
    'codex-cockpit audit verify says what else is missing.',
  );
}

function startingText(kinds: readonly LoadedKind[], id: string): Promise<string> | string {
  const kind = kinds.find((one) => one.id === id);
  return kind ? readTemplate(kind) : '';
}
