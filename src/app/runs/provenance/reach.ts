import { hash } from 'node:crypto';
import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { codexIn, findNativeBinary, hashFile, packageVersion } from '../../../codex/cli/install.ts';
import { readRegularText } from '../../../codex/cli/read-regular-file.ts';
import { isRepositoryPath } from '../../../domain/artifacts/copies/repository-path.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CapturedRun, Changes } from '../../../domain/runs/events.ts';
import { digestSettings } from '../../../domain/runs/provenance/settings.ts';
import type { Reached } from '../../../domain/runs/provenance/verify.ts';
import { findCli } from '../../world/find-cli.ts';
import { toolchainsFolder } from '../../world/toolchain-path.ts';
import type { World } from '../../world/world.ts';
import { gitIn } from '../git.ts';
import { digestBlobs } from '../git-blobs.ts';
import { readChanges, readRepository } from '../repository.ts';

const unreachable = (why: string): Reached => ({ type: 'unreachable', why });

/** The digest of a file. A link or a pipe in its place is other content. */
async function reachFile(path: string, place: string): Promise<Reached> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { type: 'gone', place };
  if (!found.isFile()) return { type: 'digest', sha256: '', place: `${place}, which is not a regular file` };
  try {
    return { type: 'digest', sha256: await hashFile(path), place };
  } catch (cause) {
    return unreachable(`${place}: ${(cause as Error).message}`);
  }
}

/** The same for a file of a change, where the content of a link is its target. */
async function reachContent(path: string, place: string): Promise<Reached> {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink
    ? { type: 'digest', sha256: hash('sha256', readlinkSync(path), 'hex'), place }
    : reachFile(path, place);
}

/** A file of an evidence folder; out of reach where there is no folder. */
export async function reachEvidence(folder: string, name: string): Promise<Reached> {
  if (basename(name) !== name || name === '..' || name === '.' || name === '')
    return unreachable('its name is not that of a file in the folder');
  if (!existsSync(folder)) return unreachable(`there is no folder ${folder}`);
  return reachFile(join(folder, name), 'the evidence folder');
}

/** The repository that a run was in, as it is now; or why it cannot be asked. */
export type ReachedRepository =
  | { type: 'there'; root: string; committed: Changes | undefined; working: Changes; why: string }
  | { type: 'unreachable'; why: string };

/** Reads the change of a run from the repository of a folder: at its last commit, and in the files as they are. */
export async function reachRepository(
  world: Pick<World, 'cwd' | 'environment'>,
  { git }: CapturedRun,
  folder: string,
): Promise<ReachedRepository> {
  if (git === null)
    return { type: 'unreachable', why: 'the run was in no repository; name its folder with --repository' };
  try {
    const repository = await readRepository(world, folder);
    if (repository === undefined)
      return { type: 'unreachable', why: `${folder} is in no repository; name it with --repository` };
    const { root, name } = repository;
    if (name !== git.repository)
      return { type: 'unreachable', why: `${root} is the repository ${name}, not ${git.repository}` };
    const { base, head } = git;
    const committed =
      head === null || head === base ? undefined : await readChanges(world, root, { base, to: head });
    const why = committed === undefined ? 'the run made no commit' : '';
    return { type: 'there', root, committed, working: await readChanges(world, root, { base }), why };
  } catch (cause) {
    return { type: 'unreachable', why: (cause as Error).message };
  }
}

/**
 * Where the content of a changed file may be: in the last commit of the run, or in the files as they are. A file that only
 * the stream names is ignored by git, or is outside of a repository: it is looked for in the folder.
 *
 * @param folder the folder that stands for the repository where there was none; undefined when nobody named it
 */
export async function reachChanged(
  repository: ReachedRepository,
  { path, seen }: Pick<Changes['files'][number], 'path' | 'seen'>,
  folder: string | undefined,
): Promise<readonly Reached[]> {
  if (seen === 'stream') {
    const top = repository.type === 'there' ? repository.root : folder;
    if (isAbsolute(path)) return [await reachContent(path, 'the disk')];
    if (top !== undefined) return [await reachContent(join(top, path), 'the working tree')];
  }
  if (repository.type === 'unreachable') return [unreachable(repository.why)];
  const at = (changes: Changes, place: string): Reached => {
    const file = changes.files.find((one) => one.path === path);
    if (file === undefined && changes.total > changes.files.length)
      return unreachable(`more than ${changes.files.length} files differ in ${place}`);
    if (file === undefined) return unreachable(`${place} has it as before the run`);
    if (file.kind === 'delete') return { type: 'gone', place };
    return file.sha256 === null
      ? unreachable(`${place}: it cannot be read`)
      : { type: 'digest', sha256: file.sha256, place };
  };
  const { committed, working } = repository;
  return [...(committed ? [at(committed, 'the commit after the run')] : []), at(working, 'the working tree')];
}

/** A file that a run was given, as it is recorded. */
type RecordedInput = { path: string; sha256: string; settings_sha256?: string | undefined };

/**
 * The configuration of the CLI itself where it has changed: the first run in a folder writes there that the folder is
 * trusted, so it would differ after each such run. Its settings without that are compared.
 */
function reachSettings(file: string, { sha256, settings_sha256: recorded }: RecordedInput): Reached {
  const read = readRegularText(file);
  const now = read && 'text' in read ? digestSettings(read.text) : undefined;
  if (recorded === undefined || now === undefined)
    return unreachable('the disk has other content now; the CLI writes to this file itself');
  return now === recorded
    ? { type: 'digest', sha256, place: 'the disk, but for what the CLI writes there itself' }
    : { type: 'digest', sha256: now, place: 'the settings on the disk' };
}

/** Where a file that a run was given may be: in the commit before the run, or on the disk. */
export async function reachInput(
  world: Pick<World, 'environment'>,
  repository: ReachedRepository,
  input: RecordedInput & { base: string | null },
): Promise<readonly Reached[]> {
  const { path, sha256, base } = input;
  const outside = pathOutside(world, path);
  if (outside !== undefined) {
    const found = await reachFile(outside, 'the disk');
    const isOther = found.type === 'digest' && found.sha256 !== sha256;
    return isOther && path === '$CODEX_HOME/config.toml' ? [reachSettings(outside, input)] : [found];
  }
  if (repository.type === 'unreachable') return [unreachable(repository.why)];
  if (!isRepositoryPath(path)) return [unreachable('its path is not inside of the repository')];
  const { root } = repository;
  const onDisk = await reachFile(join(root, ...path.split('/')), 'the working tree');
  if (base === null) return [onDisk];
  const git = await gitIn(world, root);
  const { stdout } = await git.ask(['rev-parse', '--verify', '-q', '--end-of-options', `${base}:${path}`]);
  const id = /^[0-9a-f]{40,64}$/.exec(stdout.toString().trim())?.[0];
  if (id === undefined) return [onDisk];
  const found = (await digestBlobs(git.start(['cat-file', '--batch']), [id])).get(id);
  return found === undefined
    ? [onDisk]
    : [{ type: 'digest', sha256: found, place: 'the commit before the run' }, onDisk];
}

/** The path of a file outside of the repository; undefined for one that is inside. */
function pathOutside({ environment }: Pick<World, 'environment'>, path: string): string | undefined {
  const home = environment.HOME ?? environment.USERPROFILE ?? '';
  const codexHome = environment.CODEX_HOME ?? join(home, '.codex');
  if (path.startsWith('$CODEX_HOME/')) return join(codexHome, path.slice('$CODEX_HOME/'.length));
  if (path.startsWith('~/')) return join(home, path.slice(2));
  return isAbsolute(path) ? path : undefined;
}

/** The native program of the version that ran, where it is installed; `codex` is another place to look. */
export async function reachProgram(
  world: Pick<World, 'environment'>,
  { tool, mode }: CapturedRun,
  codex: string | undefined,
): Promise<readonly Reached[]> {
  const usual = await findCli(world, codex).catch((cause) => {
    if (codex !== undefined) throw cause;
    return undefined;
  });
  const installed = tool.version === null ? undefined : codexIn(join(toolchainsFolder(world), tool.version));
  const found: Reached[] = [];
  for (const path of new Set([installed, usual])) {
    if (path === undefined || !existsSync(path)) continue;
    const version = await packageVersion(path).catch(() => undefined);
    if (version !== undefined && version !== tool.version) continue;
    const native = (await findNativeBinary(path).catch(() => undefined)) ?? { path, platform: 'here' };
    const sha256 = await hashFile(native.path);
    // What states no version counts only where it is the program itself.
    if (version !== undefined || sha256 === tool.sha256)
      found.push({ type: 'digest', sha256, place: `${cleanLine(path)} for ${native.platform}` });
  }
  const place = (one: Reached) => ('place' in one ? one.place : one.why);
  if (found.length === 0)
    return [
      unreachable(
        `Codex CLI ${tool.version ?? 'of that digest'} is not installed here; name it with --codex`,
      ),
    ];
  const isSame = found.some((one) => one.type === 'digest' && one.sha256 === tool.sha256);
  // A job may have run on another platform, whose program is another one.
  if (!isSame && mode === 'ci')
    return [unreachable(`the job may have had another platform than ${found.map(place).join(', ')}`)];
  return found;
}
