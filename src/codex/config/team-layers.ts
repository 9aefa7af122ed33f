import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { secretsIn } from '../../domain/base/redact/redact-structure.ts';
import { readRegularText } from '../cli/read-regular-file.ts';
import { managedFolder } from './managed-folder.ts';

/** Where the files of a configuration are: the team's CODEX_HOME and the folder that a person works in. */
type ConfigPlace = { home: string; project: string };

/** A configuration file by its layer; a profile has the name that `--profile` takes. */
export type ConfigLayer = {
  type: 'home' | 'profile' | 'project' | 'system';
  path: string;
  /** What messages call it: the name of a file of CODEX_HOME, else its path. */
  name: string;
  profile?: string;
};

const profileFile = /^(.+)\.config\.toml$/;

/** Every configuration file that a session here could read, lowest layer first, as far as they are there. */
export async function findConfigLayers({ home, project }: ConfigPlace): Promise<readonly ConfigLayer[]> {
  const names = (await readdir(home).catch(() => [])).sort();
  const folders = await foldersToRoot(project);
  const layers: readonly ConfigLayer[] = [
    ...['config.toml', 'managed_config.toml'].map((name) => {
      const path = join(managedFolder, name);
      return { type: 'system' as const, path, name: path };
    }),
    { type: 'home', path: join(home, 'config.toml'), name: 'config.toml' },
    ...names.flatMap((name) => {
      const profile = profileFile.exec(name)?.[1];
      return profile === undefined
        ? []
        : [{ type: 'profile' as const, path: join(home, name), name, profile }];
    }),
    ...folders
      .map((folder) => join(folder, '.codex', 'config.toml'))
      .filter((path) => path !== join(home, 'config.toml'))
      .map((path) => ({ type: 'project' as const, path, name: path })),
  ];
  const there = await Promise.all(layers.map(({ path }) => stat(path).catch(() => undefined)));
  return layers.filter((_, index) => there[index]);
}

/** The secrets in these files: they must not appear in anything that is recorded. */
export async function readTeamSecrets(place: ConfigPlace): Promise<readonly string[]> {
  const paths = (await findConfigLayers(place)).map(({ path }) => path);
  const texts = [...paths, join(managedFolder, 'requirements.toml')].map((path) => {
    const read = readRegularText(path);
    return read && 'text' in read ? read.text : '';
  });
  return [...new Set(texts.flatMap(secretsIn))];
}

/** The folders from the git root down to the project; only the project itself outside of git. */
export async function foldersToRoot(project: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let folder = project; ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (await stat(join(folder, '.git')).catch(() => undefined)) return folders;
    if (dirname(folder) === folder) return [project];
  }
}
