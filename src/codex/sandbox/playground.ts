import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import {
  linkDenied,
  linkedWorktree,
  linkOut,
  mainGitFolder,
  nestedRepository,
  pipeName,
} from '../../domain/sandbox/trials/list-probes.ts';
import { canaryName, type NamedPlaces } from '../../domain/sandbox/trials/named-places.ts';
import { isWithin, type Layout, type Places, placesIn } from '../../domain/sandbox/trials/places.ts';

const run = promisify(execFile);

/** Folders to try profiles in. */
export type Playground = { places: Places; remove: () => Promise<void> };

/**
 * Finds a place for a playground. Profiles may write in /tmp, so a scratch place in there would make every
 * part of it writable; /var/tmp is used then.
 */
export async function openPlayground(
  scratch: string,
  form: { layout: Layout; usualHome: boolean },
): Promise<Playground> {
  const real = await realpath(scratch);
  const root = isWithin(real, '/tmp') ? await mkdtemp('/var/tmp/codex-cockpit-') : join(real, 'playground');
  await mkdir(root, { recursive: true, mode: 0o700 });
  return {
    places: placesIn(root, form),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

/** Lays out a playground: a repository, a canary outside, and one in every place that is denied. */
export async function furnish(
  places: Places,
  { named, canary, config }: { named: NamedPlaces; canary: string; config: string | undefined },
): Promise<void> {
  const { workspace, gitFolder: ownGitFolder, outside, userHome, codexHome, login, tmpdir } = places;
  const inWorkspace = ['.codex', '.agents', `${nestedRepository}/.git/hooks`, linkedWorktree];
  const gitFolder = join(outside, mainGitFolder);
  for (const folder of [
    join(ownGitFolder, 'modules/sub'),
    userHome,
    codexHome,
    tmpdir,
    gitFolder,
    ...inWorkspace.map((one) => join(workspace, one)),
  ])
    await makeFolder(folder);
  for (const git of [ownGitFolder, join(workspace, nestedRepository, '.git'), gitFolder])
    await writeFile(join(git, 'HEAD'), 'ref: refs/heads/main\n');
  if (ownGitFolder !== join(workspace, '.git')) {
    await writeFile(join(workspace, '.git'), `gitdir: ${ownGitFolder}\n`);
    await writeFile(join(ownGitFolder, 'gitdir'), `${join(workspace, '.git')}\n`);
  }
  await writeFile(join(workspace, linkedWorktree, '.git'), `gitdir: ${gitFolder}\n`);
  await writeFile(join(gitFolder, 'gitdir'), `${join(workspace, linkedWorktree, '.git')}\n`);
  await run('mkfifo', ['-m', '600', join(outside, pipeName)]);
  for (const folder of [workspace, userHome, outside]) await writeFile(join(folder, canaryName), canary);
  await symlink(outside, join(workspace, linkOut));
  for (const { at, to, isAbsolute } of named.links) {
    await makeFolder(dirname(at));
    await symlink(isAbsolute ? to : relative(dirname(at), to), at);
  }
  const standIns = named.tried.filter(({ isReal }) => !isReal);
  for (const { use, path } of standIns) {
    await makeFolder(use === 'read' ? dirname(path) : path);
    if (use === 'read') await writeFile(path, canary);
  }
  const linked = standIns.find(({ use }) => use === 'read');
  if (linked) await linkTo(linked.path, join(workspace, linkDenied));
  // A login that is none: its key is the canary.
  await writeFile(login, JSON.stringify({ OPENAI_API_KEY: canary }), { mode: 0o600 });
  if (config !== undefined) await writeFile(join(codexHome, 'config.toml'), config, { mode: 0o600 });
}

/** Links to a file, or to the folder that a canary was put into. */
function linkTo(path: string, at: string): Promise<void> {
  const isInFolder = path.endsWith(`/${canaryName}`);
  return symlink(isInFolder ? dirname(path) : path, at, isInFolder ? 'dir' : 'file');
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** The paths at which a trial left its nonce on the disk of the host; they are removed. */
export async function collectLanded(paths: readonly string[], nonce: string): Promise<ReadonlySet<string>> {
  const landed = new Set<string>();
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === nonce) landed.add(path);
    if (text !== undefined) await rm(path, { force: true });
  }
  return landed;
}
