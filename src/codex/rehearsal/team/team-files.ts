import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { readLocatedToml } from '../../../domain/base/documents/located-toml.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { readConfigAt, readRoleFiles } from '../../config/team-config.ts';
import { findConfigLayers } from '../../config/team-layers.ts';
import type { TeamPlace } from '../observer.ts';

/** A configuration file of the team's. */
export type TeamFile = {
  type: 'home' | 'profile' | 'project' | 'role';
  path: string;
  /** What the team calls it: `config.toml`, `tools/.codex/config.toml`. */
  shown: string;
  profile: string | undefined;
  text: string;
  /** Undefined when it is not valid TOML. */
  toml: Extract<ReturnType<typeof readLocatedToml>, { type: 'read' }> | undefined;
};

/** Folders of what was installed or built, and of version control. */
const skipped = new Set(['node_modules', '.git', '.hg', '.svn', 'vendor', 'target', '.venv', 'venv']);

/** How far below the project, and in how many folders, configurations are looked for. */
const deepest = 8;
const mostFolders = 20_000;

/**
 * Every configuration file of the team's: CODEX_HOME with its profiles, the project from the root of its repository
 * down, every folder below it, and the files of roles that one of these has or names.
 *
 * @throws WorkError when one of them cannot be read
 */
export async function findTeamFiles({ home, project }: TeamPlace): Promise<readonly TeamFile[]> {
  const layers = (await findConfigLayers({ home, project })).filter(({ type }) => type !== 'system');
  const known = new Set(layers.map(({ path }) => path));
  const below = (await configsBelow(project)).filter((path) => !known.has(path) && dirname(path) !== home);
  const files = [
    ...layers.map(({ type, path, profile }) => ({ type, path, profile })),
    ...below.map((path) => ({ type: 'project' as const, path, profile: undefined })),
  ];
  const parsed = await Promise.all(files.map(({ path }) => readConfigAt(path)));
  const roles = await readRoleFiles(parsed.filter((one) => one !== undefined));
  return [
    ...files,
    ...roles.map(({ path }) => ({ type: 'role' as const, path, profile: undefined })),
  ].flatMap(({ type, path, profile }) => {
    const text = readTextIfThere(path);
    if (type === 'system' || text === undefined) return [];
    const shown = relative(path.startsWith(`${home}/`) ? home : project, path);
    const toml = readLocatedToml({ text, file: shown });
    return [{ type, path, shown, profile, text, toml: toml.type === 'read' ? toml : undefined }];
  });
}

/** The files `.codex/config.toml` below a folder. Links are not followed. */
async function configsBelow(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [root];
  let seen = 0;
  for (let depth = 0; depth <= deepest && level.length > 0 && seen < mostFolders; depth++) {
    seen += level.length;
    const next: string[] = [];
    for (const folder of level) {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries.filter((one) => one.isDirectory() && !skipped.has(one.name))) {
        if (entry.name === '.codex') found.push(join(folder, '.codex', 'config.toml'));
        else next.push(join(folder, entry.name));
      }
    }
    level = next;
  }
  return found.sort();
}
