import { execFile } from 'node:child_process';
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { FilesystemRule } from '../../domain/sandbox/profiles/profile.ts';
import { isPattern } from '../../domain/sandbox/trials/glob.ts';
import {
  type Found,
  type Machine,
  type MachineLink,
  type MachinePlaces,
  machineKey,
  realPath,
} from '../../domain/sandbox/trials/machine.ts';

const run = promisify(execFile);

/** Names that the CLI or git gives a meaning to: a link among them decides what the sandbox does. */
const ownNames = ['.git', '.codex', '.agents'];

/**
 * Looks at the places that rules name, by name and kind alone: what is missing, what is a link, and where git takes
 * hooks from. Nothing is read and nothing is written.
 */
export async function lookAtMachine(
  rules: readonly FilesystemRule[],
  named: MachinePlaces,
): Promise<Machine> {
  const places = await withoutLinks(named);
  const { home, workspace } = places;
  const keys = [...new Set(rules.flatMap((rule) => machineKey(rule) ?? []))];
  const found = new Map<string, Found>();
  const links = new Map<string, MachineLink>();
  for (const key of [...keys, ...ownNames.map((name) => `./${name}`)]) {
    const path = realPath(key, places);
    if (path === undefined) continue;
    if (keys.includes(key)) found.set(key, await findOut(path));
    const root = key.startsWith('./') ? workspace : key.startsWith('~/') ? home : undefined;
    if (root === undefined) continue;
    for (const link of await linksOnTheWay(root, key.slice(2), key.startsWith('./') ? 'workspace' : 'home'))
      links.set(`${link.in} ${link.from}`, link);
  }
  return {
    ...places,
    found,
    links: [...links.values()],
    files: rules.some(({ scope }) => scope.type === 'workspace' && isPattern(scope.path))
      ? await listFiles(workspace)
      : [],
    homeIsLink: named.home !== undefined && (await isLink(named.home)),
    isGitFolder: await isGitFolder(workspace),
    hooksPath: await findHooks(workspace),
  };
}

async function findOut(path: string): Promise<Found> {
  const there = await stat(path).catch((cause: NodeJS.ErrnoException) => cause.code);
  if (typeof there === 'object') {
    return { kind: there.isDirectory() ? 'folder' : there.isFile() ? 'file' : 'other' };
  }
  if (there !== 'ENOENT' && there !== 'ENOTDIR') return { kind: 'other' };
  let [folder, name] = [dirname(path), path.slice(dirname(path).length).replace(/^\//, '')];
  for (;;) {
    const beside = await readdir(folder).catch(() => undefined);
    if (beside) return { kind: 'missing', name, beside };
    if (dirname(folder) === folder) return { kind: 'other' };
    [folder, name] = [dirname(folder), folder.slice(dirname(folder).length).replace(/^\//, '')];
  }
}

async function linksOnTheWay(
  root: string,
  path: string,
  where: MachineLink['in'],
): Promise<readonly MachineLink[]> {
  const found: MachineLink[] = [];
  const names = path.split('/');
  for (const [index] of names.entries()) {
    const from = names.slice(0, index + 1).join('/');
    const at = join(root, from);
    const there = (await isLink(at)) ? await stat(at).catch(() => undefined) : undefined;
    if (!there) continue;
    const target = await readlink(at);
    const inside = relative(root, resolve(dirname(at), target));
    const isInside = inside !== '' && !inside.startsWith('..');
    found.push({
      in: where,
      from,
      to: isInside ? inside : undefined,
      isAbsolute: target.startsWith('/'),
      isFile: there.isFile(),
    });
  }
  return found;
}

const mostFiles = 2_000;
const deepest = 4;
const passedOver = ['.git', 'node_modules'];

/** Files of a folder, what is near the top first. */
async function listFiles(root: string): Promise<readonly string[]> {
  const files: string[] = [];
  const waiting = [{ folder: '', depth: 1 }];
  for (const { folder, depth } of waiting) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isFile()) files.push(path);
      if (entry.isDirectory() && depth < deepest && !passedOver.includes(entry.name))
        waiting.push({ folder: path, depth: depth + 1 });
    }
    if (files.length >= mostFiles || waiting.length >= mostFiles) break;
  }
  return files;
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (one) => one.isSymbolicLink(),
    () => false,
  );
}

async function isGitFolder(folder: string): Promise<boolean> {
  const parts = await Promise.all(
    ['HEAD', 'objects', 'refs'].map((name) =>
      stat(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return parts.every(Boolean);
}

async function findHooks(workspace: string): Promise<string | undefined> {
  const { stdout } = await run('git', [
    '-C',
    workspace,
    'config',
    '--type=path',
    '--get',
    'core.hooksPath',
  ]).catch(() => ({ stdout: '' }));
  const said = stdout.trim();
  return said === '' ? undefined : resolve(workspace, said);
}

/** The real paths of places, without links; a place that is not there stays as it is written. */
async function withoutLinks(places: MachinePlaces): Promise<MachinePlaces> {
  const real = (path: string) => realpath(path).catch(() => path);
  return {
    ...places,
    codexHome: await real(places.codexHome),
    workspace: await real(places.workspace),
    home: places.home === undefined ? undefined : await real(places.home),
    tmpdir: places.tmpdir === undefined ? undefined : await real(places.tmpdir),
  };
}
