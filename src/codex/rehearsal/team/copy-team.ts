import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { overlay } from '../../../domain/policy/config/without-connections.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { readTeamConfigs } from '../../config/team-config.ts';
import { copyTeamConfig, mirrorProject } from '../../config/team-copy.ts';
import { foldersToRoot } from '../../config/team-layers.ts';
import type { ObserverContext } from '../observer.ts';

type Values = Readonly<Record<string, unknown>>;

/** A configuration under which sessions start: config.toml alone, or with a profile over it. */
export type TeamConfiguration = {
  /** `config.toml`, or the name of the file of the profile. */
  name: string;
  profile: string | undefined;
  /** What the file itself sets; undefined when it is not valid TOML. */
  own: Values | undefined;
  /** What config.toml and the profile set together; undefined when one of them is not valid TOML. */
  values: Values | undefined;
};

/** A folder of the project that sessions start in. */
export type TeamFolder = {
  /** Relative to the project; `.` for the project itself. */
  name: string;
  /** Its copy. */
  folder: string;
  /** The copies of the folders from the root of the repository down to it. */
  chain: readonly string[];
  /** What the configurations of the project set for it, from the root down. */
  layers: readonly { values: Values; folder: string }[];
  /** The files of its instruction chain, those of CODEX_HOME first; in a chain, by their paths below its root. */
  instructions: readonly { file: string; in: 'home' | 'chain'; text: string }[];
};

/** Copies of everything of the team's that a session reads. */
export type TeamCopy = {
  configurations: readonly TeamConfiguration[];
  folders: readonly TeamFolder[];
  /** Flags with which the CLI trusts the copy of the project. */
  trust: readonly string[];
  /** A text without secrets and with the paths of the person. */
  told(text: string): string;
  /** Writes config.toml as the team has it, or with other values. */
  writeConfig(values?: string): Promise<void>;
  /** Removes what sessions left in the folders. Returns the names. */
  removeLeftovers(): Promise<readonly string[]>;
};

const instructionNames = ['AGENTS.override.md', 'AGENTS.md'];

/** What of a CODEX_HOME is copied besides the configuration. */
const partsOfHome = ['rules', 'skills', 'prompts', 'hooks.json', ...instructionNames];

/**
 * Copies what the team has into the private environment of an observer: CODEX_HOME without credentials and state, and
 * the folders of the project with their instructions, skills and configurations.
 *
 * @throws Error for a folder that is not there
 */
export async function copyTeam({
  team,
  home,
  work,
  tidy,
}: Pick<ObserverContext, 'team' | 'home' | 'work' | 'tidy'>): Promise<TeamCopy> {
  const { project, folders } = team;
  for (const folder of folders) await needFolder(join(project, folder), folder);
  await copyTeamConfig(team.home, home, partsOfHome);
  const files = await readTeamConfigs(team.home);
  const fallbacks = files.flatMap(({ config }) => config?.project_doc_fallback_filenames ?? []);
  const names = [...new Set([...instructionNames, ...fallbacks])];
  const mirror = await mirrorProject(
    { project, work, teamHome: team.home },
    [...names, join('.agents', 'skills')],
    { below: folders, parts: ['rules', 'skills', 'hooks.json'] },
  );
  const told = (text: string) => tidy(mirror.told(text));

  const base = readValues(join(team.home, 'config.toml'));
  const configurations = files
    .filter(({ profile }) => profile !== undefined)
    .map(({ name, path, profile }): TeamConfiguration => {
      const values = readValues(path);
      return { name, profile, own: values, values: values && base && overlay(base, values) };
    });
  const copies = await Promise.all(
    folders.map(async (name): Promise<TeamFolder> => {
      const chain = (await foldersToRoot(join(project, name))).map((one) =>
        join(mirror.folder, relative(project, one)),
      );
      return {
        name,
        folder: join(mirror.folder, name),
        chain,
        layers: chain.flatMap((one) => {
          const values = readValues(join(one, '.codex', 'config.toml'));
          return values && Object.keys(values).length > 0 ? [{ values, folder: join(one, '.codex') }] : [];
        }),
        instructions: [
          ...instructionNames.map((file) => ({ file, in: 'home' as const, path: join(home, file) })),
          ...chain.flatMap((one) =>
            names.map((file) => ({
              file: join(relative(chain[0] ?? one, one), file),
              in: 'chain' as const,
              path: join(one, file),
            })),
          ),
        ].flatMap(({ path, ...one }) => {
          const text = readTextIfThere(path);
          return text === undefined ? [] : [{ ...one, text }];
        }),
      };
    }),
  );
  const config = join(home, 'config.toml');
  const original = readTextIfThere(config);
  const places = [...new Set(copies.flatMap(({ chain }) => chain))];
  const before = new Map(
    await Promise.all(places.map(async (place) => [place, await readdir(place)] as const)),
  );
  return {
    configurations: [{ name: 'config.toml', profile: undefined, own: base, values: base }, ...configurations],
    folders: copies,
    trust: mirror.trust,
    told,
    writeConfig: (text = original) =>
      text === undefined ? rm(config, { force: true }) : writeFile(config, text, { mode: 0o600 }),
    removeLeftovers: async () => {
      const left: string[] = [];
      for (const [place, names] of before) {
        for (const name of await readdir(place)) {
          if (names.includes(name)) continue;
          left.push(name);
          await rm(join(place, name), { recursive: true, force: true });
        }
      }
      return [...new Set(left)].sort();
    },
  };
}

async function needFolder(path: string, name: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new Error(`${name}: there is no such folder in the project`);
}

/** Undefined when it is not valid TOML; no values when it is not there. */
function readValues(path: string): Values | undefined {
  try {
    return parse(readTextIfThere(path) ?? '');
  } catch (cause) {
    if (cause instanceof TomlError) return undefined;
    throw cause;
  }
}
