import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Artifact, Revision } from '../../domain/artifacts/artifact.ts';
import { judgeCopy } from '../../domain/artifacts/copies/judge-copy.ts';
import { readCopy, toCopy } from '../../domain/artifacts/copies/published-copy.ts';
import { RefusedError, WorkError } from '../../domain/base/errors.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import { writeDurably } from '../files/write-durably.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { findArtifact, type KindChoice, revisionText } from './read-artifacts.ts';
import { findInRepository, findRepository, type Repository, type RepositoryFile } from './repository.ts';

/** Where the approved text of an artifact was put. */
export type Publication = {
  artifact: string;
  revision: number;
  sha256: string;
  repository: string;
  path: string;
  file: string;
  /** What was there before. */
  replaced: 'nothing' | 'same' | 'older' | 'not approved' | 'edited' | 'foreign';
  /** Whether the copy names its revision: JSON has no comments. */
  header: boolean;
};

type AskedPublication = {
  artifact: string;
  /** A folder of the repository. */
  repository: string;
  /** Where in it; as the artifact declares it when undefined. */
  path?: string | undefined;
  /** What becomes of a text there that is not ours, or was edited. */
  overwrite: 'never' | 'always';
  /** What a person saw in its place, undefined for no file; another text by now is refused. */
  shown?: { text: string | undefined } | undefined;
} & KindChoice;

/** A publication as it would be, with the text of the file before and after it. */
export type PublicationPlan = Publication & {
  /** Undefined when there is no file. */
  before: string | undefined;
  after: string;
};

/**
 * What publishing would write, and where; nothing is written or recorded.
 *
 * @throws RefusedError as publishArtifact does, except for the role
 */
export async function planPublication(
  world: World,
  store: ReadStore | undefined,
  asked: AskedPublication,
): Promise<PublicationPlan> {
  const repository = await findRepository(world, asked.repository);
  const artifact = await findArtifact(world, store, asked.artifact, asked);
  const approved = requireApproved(artifact);
  const text = store ? await revisionText(store, approved) : '';
  return plan({ artifact, approved, text, repository }, asked).then(({ planned }) => planned);
}

/**
 * Writes the approved text of an artifact into a repository, as a whole or not at all, and records it.
 * What a repository has added below the published text is kept.
 *
 * @throws RefusedError when nothing is approved, the role is missing, a link leads out of the repository,
 *   there is a text that is not ours or was edited, or another one than was shown
 */
export async function publishArtifact(
  world: World,
  store: Store,
  asked: AskedPublication,
): Promise<Publication> {
  const actor = await actingPerson(world);
  const repository = await findRepository(world, asked.repository);
  const artifact = await findArtifact(world, store, asked.artifact, asked);
  const approved = requireApproved(artifact);
  const text = await revisionText(store, approved);
  let publication: Publication | undefined;
  await store.append(async (views) => {
    await authorize(views, actor, 'publish an artifact');
    refuseOutdated(approved, requireApproved(await findArtifact(world, views, asked.artifact, asked)));
    const { there, planned } = await plan({ artifact, approved, text, repository }, asked);
    refuseOtherThanShown(planned, asked.shown);
    const { before, after, ...rest } = planned;
    publication = rest;
    const { path } = planned;
    const recorded = (await views.artifactCopies()).find(
      (one) => one.artifact === artifact.id && one.repository === repository.name && one.path === path,
    );
    const isUpToDate = before?.replaceAll('\r\n', '\n') === after;
    if (!isUpToDate) await write(there, after);
    if (isUpToDate && recorded?.revision === approved.revision) return [];
    const { file: _, ...body } = publication;
    const event = { kind: 'artifact.published' as const, body: { v: 1 as const, ...body } };
    return [{ actor, subject: `artifact/${artifact.id}`, event }];
  });
  if (!publication) throw new Error('nothing was published');
  return publication;
}

async function plan(
  {
    artifact,
    approved,
    text,
    repository,
  }: { artifact: Artifact; approved: Revision; text: string; repository: Repository },
  asked: AskedPublication,
): Promise<{ there: RepositoryFile; planned: PublicationPlan }> {
  const path = asked.path ?? approved.declaration.publish_to;
  const there = await findInRepository(repository, path);
  const publication = describe({ artifact, approved, repository, path, there });
  refuseForeign(publication, asked.overwrite);
  const before = there.type === 'text' ? there.text : undefined;
  const { revision, sha256 } = approved;
  const { format } = approved.declaration;
  const own = before === undefined ? '' : readCopy(before).own;
  const after = toCopy(text, { artifact: artifact.id, revision, sha256, format }, own);
  return { there, planned: { ...publication, before, after } };
}

function refuseOtherThanShown({ path, before }: PublicationPlan, shown: AskedPublication['shown']): void {
  if (shown === undefined || shown.text === before) return;
  throw new RefusedError(`${path}: it was changed since its difference was shown`, 'Publish once more.');
}

function requireApproved({ id, approved }: Artifact): Revision {
  if (approved) return approved;
  throw new RefusedError(
    `no revision of ${id} is approved: there is nothing to publish`,
    `codex-cockpit artifact show ${id}`,
  );
}

function refuseOutdated(read: Revision, now: Revision): void {
  if (read.sha256 === now.sha256) return;
  throw new RefusedError(
    `revision ${now.revision} of ${now.artifact} was approved at this moment`,
    'Publish once more.',
  );
}

function describe({
  artifact,
  approved,
  repository,
  path,
  there,
}: {
  artifact: Artifact;
  approved: Revision;
  repository: Repository;
  path: string;
  there: RepositoryFile;
}): Publication {
  if (there.type === 'other') throw new RefusedError(`${path}: it ${there.what}`);
  const replaced = there.type === 'missing' ? 'nothing' : judgeCopy(there.text, artifact, approved).state;
  return {
    artifact: artifact.id,
    revision: approved.revision,
    sha256: approved.sha256,
    repository: repository.name,
    path,
    file: there.path,
    replaced,
    header: approved.declaration.format !== 'json',
  };
}

function refuseForeign({ replaced, path, artifact }: Publication, overwrite: 'never' | 'always'): void {
  if (overwrite === 'always' || (replaced !== 'edited' && replaced !== 'foreign')) return;
  throw new RefusedError(
    replaced === 'edited'
      ? `${path}: the text was edited here since it was published`
      : `${path}: its text is not a revision of ${artifact}`,
    `Look at it: codex-cockpit artifact drift --artifact ${artifact} --diff. To overwrite it: --force`,
  );
}

async function write(there: RepositoryFile, copy: string): Promise<void> {
  try {
    await mkdir(dirname(there.path), { recursive: true });
    await writeDurably(there.path, copy, {
      mode: there.type === 'text' ? there.mode : 0o644,
      existing: 'replace',
    });
  } catch (cause) {
    const { message } = cause as Error;
    throw new WorkError(
      `${there.path}: ${message}`,
      'Check the folder, its permissions and the disk.',
      cause,
    );
  }
}
