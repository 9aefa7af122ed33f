import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import {
  earlierSession,
  linkDenied,
  linkedWorktree,
  linkOut,
  mainGitFolder,
  nestedRepository,
  pipeName,
} from '../../domain/sandbox/trials/list-probes.ts';
import { canaryName, type NamedPlaces } from '../../domain/sandbox/trials/named-places.ts';
import { isWithin, type Places } from '../../domain/sandbox/trials/places.ts';
import type { Rename } from '../../domain/sandbox/trials/probe.ts';
import { noteOwner, sweepOwnerless } from '../cli/owner.ts';
import { endOrphanedSandboxes } from '../cli/process-group.ts';

const run = promisify(execFile);

/** A folder to try profiles in: each trial has a part of its own. */
export type IsolatedFolder = { root: string; remove: () => Promise<void> };

/**
 * Finds a place for an isolated folder. Profiles may write in /tmp, so a scratch place in there would make every
 * part of it writable; /var/tmp is used then.
 */
export async function openIsolatedFolder(scratch: string): Promise<IsolatedFolder> {
  const real = await realpath(scratch);
  const isInTmp = isWithin(real, '/tmp');
  if (isInTmp) await sweepOwnerless('/var/tmp', 'codex-cockpit-');
  const root = isInTmp ? await mkdtemp('/var/tmp/codex-cockpit-') : join(real, 'trials');
  await mkdir(root, { recursive: true, mode: 0o700 });
  if (isInTmp) await noteOwner(root);
  return {
    root,
    remove: async () => {
      // In /var/tmp it is outside of the folder that the caller looks for them in.
      await endOrphanedSandboxes(root);
      await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

/** Makes the pipe that all trials may write into, and the folder for the sockets. */
export async function furnishServices({ services }: Places): Promise<void> {
  await makeFolder(services);
  await run('mkfifo', ['-m', '600', join(services, pipeName)]);
}

/** Lays out what one trial works on: a repository, a canary outside, and one in every place that is denied. */
export async function furnish(
  places: Places,
  {
    named,
    canary,
    config,
    homeIsLink,
  }: { named: NamedPlaces; canary: string; config: string | undefined; homeIsLink: boolean },
): Promise<void> {
  const { workspace, gitFolder: ownGitFolder, outside, userHome, codexHome, login, tmpdir } = places;
  await layLinks(places, { links: named.links, homeIsLink });
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
  for (const folder of [workspace, userHome, outside]) await writeFile(join(folder, canaryName), canary);
  await symlink(outside, join(workspace, linkOut));
  const standIns = named.tried.filter(({ isReal }) => !isReal);
  for (const { use, path, isFile, missing } of standIns) {
    // What is to be written is opened only where it is there; what is denied gets a stand-in all the same.
    if (use === 'write' && missing) continue;
    const holdsText = use === 'read' || isFile;
    await makeFolder(holdsText ? dirname(path) : path);
    if (holdsText) await writeFile(path, canary);
  }
  for (const { use, from } of named.moved) {
    if (use === 'read') await makeFolder(dirname(from));
    if (use === 'read') await writeFile(from, canary);
  }
  const linked = standIns.find(({ use }) => use === 'read');
  if (linked) await linkTo(linked.path, join(workspace, linkDenied));
  const session = join(dirname(login), earlierSession);
  await makeFolder(dirname(session));
  await writeFile(session, canary, { mode: 0o600 });
  // A login that is none: its key is the canary.
  await writeFile(login, JSON.stringify({ OPENAI_API_KEY: canary }), { mode: 0o600 });
  if (config !== undefined) await writeFile(join(codexHome, 'config.toml'), config, { mode: 0o600 });
}

/** The links of this machine first: what is laid out below them goes through. */
async function layLinks(
  { workspace, userHome }: Places,
  { links, homeIsLink }: { links: NamedPlaces['links']; homeIsLink: boolean },
): Promise<void> {
  if (homeIsLink && userHome !== workspace) {
    await makeFolder(`${userHome}-target`);
    await symlink(`${userHome}-target`, userHome);
  }
  for (const { at, to, isAbsolute, isFile } of links) {
    await makeFolder(dirname(at));
    await makeFolder(isFile ? dirname(to) : to);
    await symlink(isAbsolute ? to : relative(dirname(at), to), at);
  }
}

/** Links to a file, or to the folder that a canary was put into. */
function linkTo(path: string, at: string): Promise<void> {
  const isInFolder = path.endsWith(`/${canaryName}`);
  return symlink(isInFolder ? dirname(path) : path, at, isInFolder ? 'dir' : 'file');
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Puts folders back that a trial has renamed, in place of what it made there. */
export async function undoRenames(renames: readonly Rename[]): Promise<void> {
  for (const { folder, to } of renames) {
    if (!existsSync(to)) continue;
    await rm(folder, { recursive: true, force: true });
    await rename(to, folder);
  }
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
