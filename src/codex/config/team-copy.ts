import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { copyRegularFile } from '../cli/copy-tree.ts';
import { copyTeamHome } from '../cli/isolation.ts';
import { readRegularText } from '../cli/read-regular-file.ts';
import { foldersToRoot } from './team-layers.ts';

// No check needs these, and what is not copied cannot leak.
const never = /(?:^|\/)(?:auth\.json|\.credentials\.json|\.env|.*\.sqlite(?:-\w+)?|.*\.key|.*\.pem)$/;

const largest = 16 * 1024 * 1024;

/**
 * Copies the configuration of CODEX_HOME into a private one: config.toml, the profiles and the files they
 * name by a relative path, such as model_instructions_file.
 *
 * @returns what was copied, without the files that are only named
 */
export async function copyTeamConfig(
  from: string,
  to: string,
  more: readonly string[] = [],
): Promise<readonly string[]> {
  const names = (await readdir(from).catch(() => [])).filter((name) => /^(?:.+\.)?config\.toml$/.test(name));
  const copied = await copyTeamHome(from, to, [...names, 'agents', ...more]);
  for (const name of names.filter((one) => copied.includes(one)))
    await copyNamedFiles(join(from, name), join(to, name));
  return copied;
}

/** A copy of what the CLI reads of a project. */
export type ProjectMirror = {
  /** The copy of the folder that the person works in. */
  folder: string;
  /** The copies of the files that configure the CLI. */
  configs: readonly string[];
  /** The flag that lets the CLI trust the copy, as a developer of the team trusts the project. */
  trust: readonly string[];
  /** Replaces paths of copies by those of the originals. */
  told: (text: string) => string;
};

/**
 * Copies the folders from the root of the project down to the one that the person works in, with their
 * instructions and their `.codex`: a session started there leaves nothing in the project itself.
 *
 * @param instructions names of files that count as instructions
 * @param below folders below the project that are copied too, with those between
 * @param parts what is copied of each `.codex`
 */
export async function mirrorProject(
  { project, work, teamHome }: { project: string; work: string; teamHome: string },
  instructions: readonly string[],
  { below = [], parts = [] }: { below?: readonly string[]; parts?: readonly string[] } = {},
): Promise<ProjectMirror> {
  const chain = await foldersToRoot(project);
  const [root = project] = chain;
  const folders = [...new Set([...chain, ...below.flatMap((folder) => foldersDownTo(project, folder))])];
  const mirror = join(work, 'project');
  const configs: string[] = [];
  for (const folder of folders) {
    const to = join(mirror, relative(root, folder));
    await mkdir(to, { recursive: true, mode: 0o700 });
    await copyTeamHome(folder, to, instructions);
    const own = join(folder, '.codex');
    if (own === teamHome) continue;
    const copied = await copyTeamHome(own, join(to, '.codex'), ['config.toml', 'agents', ...parts]);
    if (copied.includes('config.toml')) configs.push(join(to, '.codex', 'config.toml'));
    await copyNamedFiles(join(own, 'config.toml'), join(to, '.codex', 'config.toml'));
  }
  for (const folder of folders) {
    if (await stat(join(folder, '.git')).catch(() => undefined))
      await makeRepository(join(mirror, relative(root, folder)));
  }
  return {
    folder: join(mirror, relative(root, project)),
    configs,
    trust: ['-c', `projects={${JSON.stringify(mirror)}={trust_level="trusted"}}`],
    told: (text) => text.replaceAll(mirror, root),
  };
}

/**
 * Makes a folder an empty repository. An empty `.git` is none to git, which the CLI asks for the folder that its trust is
 * about: a folder below it would not be trusted (docs/codex-facts.md, "Trust of a project").
 */
async function makeRepository(folder: string): Promise<void> {
  for (const part of ['objects', 'refs'])
    await mkdir(join(folder, '.git', part), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n', { mode: 0o600 });
}

function foldersDownTo(project: string, folder: string): readonly string[] {
  const parts = relative(project, resolve(project, folder)).split('/');
  return parts.map((_, index) => join(project, ...parts.slice(0, index + 1)));
}

/** Copies the files that a configuration names by a path relative to its own folder. */
export async function copyNamedFiles(from: string, to: string): Promise<void> {
  const outermost = dirname(dirname(to));
  for (const path of textsIn(readToml(from))) {
    if (path.length > 500 || isAbsolute(path) || path.startsWith('~') || never.test(path)) continue;
    const [source, target] = [resolve(dirname(from), path), resolve(dirname(to), path)];
    const found = await stat(source).catch(() => undefined);
    if (!found?.isFile() || found.size > largest || !target.startsWith(`${outermost}/`)) continue;
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    copyRegularFile(source, target);
  }
}

function readToml(path: string): unknown {
  const read = readRegularText(path);
  try {
    return read && 'text' in read ? parse(read.text) : undefined;
  } catch {
    // It does not exist or is broken: the check of the file itself says so.
    return undefined;
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes('\0') || value.includes('\n') ? [] : [value];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.values(value).flatMap(textsIn);
}
