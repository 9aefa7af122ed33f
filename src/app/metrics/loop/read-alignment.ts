import { execa } from 'execa';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type AlignedRepository, align, type Instructions } from '../../../domain/metrics/loop/alignment.ts';
import { RepositoryNames } from '../../../domain/metrics/repository-names.ts';
import type { Window } from '../../../domain/metrics/view.ts';
import type { Views } from '../../../store/views/views.ts';
import { findRepository } from '../../artifacts/repository.ts';
import { readChain } from '../../policy/read-chain.ts';
import type { World } from '../../world/world.ts';
import { readMetrics } from '../read-metrics.ts';

/** Repositories with what had to be repaired in them, beside their instructions. */
export type Alignment = {
  window: Window;
  repositories: readonly AlignedRepository[];
  /** Folders whose instructions could not be read, and why. */
  unread: readonly { folder: string; reason: string }[];
};

/** Which days are looked at, and which repositories are at hand. */
export type AlignmentRequest = {
  /** The last 90 days when undefined. */
  window: Window;
  /** Folders of repositories on this machine. */
  projects?: readonly string[];
  codex?: string | undefined;
  signal: AbortSignal;
};

const gitTimeoutMs = 20_000;

/** Names of the files that the CLI takes as instructions, anywhere in a repository. */
const instructionFiles = [':(glob)**/AGENTS.md', ':(glob)**/AGENTS.override.md'];

/**
 * Sets repeated fixes beside the instructions of each repository: the chain that the CLI loads for its root, the newest
 * commit that changed an instruction file, and approved instructions that were published there.
 *
 * @throws UsageError for a folder that is in no git repository
 */
export async function readAlignment(
  world: World,
  views: Views | undefined,
  { window, projects = [], codex, signal }: AlignmentRequest,
): Promise<Alignment> {
  const view = await readMetrics(views, { window, by: 'repository', now: world.now() });
  const found = await Promise.all(projects.map((folder) => findRepository(world, folder)));
  const copies = ((await views?.artifactCopies()) ?? []).filter(({ path }) => isInstruction(path));
  const counted = view.groups.flatMap(({ scope }) => (scope.repository ? [scope.repository] : []));
  const names = new RepositoryNames([
    ...counted,
    ...found.map(({ name }) => name),
    ...copies.map(({ repository }) => repository),
  ]);
  const unread: { folder: string; reason: string }[] = [];
  const known = new Map<string, Instructions>();
  for (const { repository, artifact, revision, path, at } of copies.toReversed()) {
    const name = names.nameOf(repository);
    const before = known.get(name) ?? { files: undefined, lastCommit: undefined, published: [] };
    const copy = { artifact, revision, path, on: at.slice(0, 10) };
    known.set(name, { ...before, published: [...before.published, copy] });
  }
  // One after the other: each starts the CLI.
  for (const { root, name: written } of found) {
    const name = names.nameOf(written);
    const published = known.get(name)?.published ?? [];
    const lastCommit = await lastInstructionCommit(world, root);
    const files = await readChain(world, { folder: root, codex, signal }).then(
      (chain) => chain.files.map(({ path, bytes, state }) => ({ path, bytes, state })),
      (cause: Error) => {
        signal.throwIfAborted();
        unread.push({ folder: root, reason: cleanLine(cause.message) });
        return undefined;
      },
    );
    known.set(name, { files, lastCommit, published });
  }
  return {
    window: view.window,
    repositories: align(view, known, (repository) => names.nameOf(repository)),
    unread,
  };
}

function isInstruction(path: string): boolean {
  return /(?:^|\/)AGENTS(?:\.override)?\.md$/.test(path);
}

/** The newest commit that changed an instruction file; undefined when there is none. */
async function lastInstructionCommit(
  { environment }: Pick<World, 'environment'>,
  root: string,
): Promise<Instructions['lastCommit']> {
  // A repository may name programs of its own that watch its files or look at signatures.
  const safely = ['-c', 'core.fsmonitor=false', '-c', 'log.showSignature=false'];
  const asked = ['log', '-1', '--format=%H%x00%cI%x00%s', '--', ...instructionFiles];
  const { stdout = '', failed } = await execa('git', [...safely, ...asked], {
    cwd: root,
    env: environment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: gitTimeoutMs,
  });
  const [commit = '', at = '', subject = ''] = stdout.split('\0');
  if (failed || commit === '') return undefined;
  return { commit, on: new Date(at).toISOString().slice(0, 10), subject: cleanLine(subject) };
}
