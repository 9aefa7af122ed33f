import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import * as z from 'zod';
import type { ConfiguredModel } from '../../domain/policy/models/model-policy.ts';
import { readTextIfThere } from '../cli/read-regular-file.ts';
import { type ConfigLayer, findConfigLayers } from './team-layers.ts';

const configShape = z.looseObject({
  model: z.string().optional(),
  model_provider: z.string().optional(),
  model_catalog_json: z.string().optional(),
  approval_policy: z.unknown().optional(),
  review_model: z.string().optional(),
  model_reasoning_effort: z.string().optional(),
  plan_mode_reasoning_effort: z.string().optional(),
  features: z.record(z.string(), z.unknown()).optional(),
  profiles: z.record(z.string(), z.unknown()).optional(),
  agents: z.record(z.string(), z.unknown()).optional(),
  project_doc_max_bytes: z.int().nonnegative().optional(),
  project_doc_fallback_filenames: z.array(z.string()).optional(),
});

const roleShape = z.looseObject({ config_file: z.string().optional() });

/** The parts of a config.toml that checks look at; everything else is left as it is. */
type TeamConfig = z.output<typeof configShape>;

/** A configuration file of the team. `config` is undefined when it is not valid TOML of the expected shape. */
export type ConfigFile = Pick<ConfigLayer, 'path' | 'name' | 'profile'> & { config: TeamConfig | undefined };

/** `config.toml` and the profile files `<name>.config.toml` of a CODEX_HOME, as far as they are there. */
export async function readTeamConfigs(home: string): Promise<readonly ConfigFile[]> {
  const files = await readAllConfigs({ home, project: home });
  return files.filter(({ type }) => type === 'home' || type === 'profile');
}

/** Every configuration file that a session in the project could read: the machine's, CODEX_HOME's, the project's. */
export async function readAllConfigs(place: {
  home: string;
  project: string;
}): Promise<readonly (ConfigFile & Pick<ConfigLayer, 'type'>)[]> {
  const layers = await findConfigLayers(place);
  return Promise.all(layers.map(async (layer) => ({ ...layer, config: await readConfig(layer.path) })));
}

/** Every model that the files name, and where. */
export function configuredModels(files: readonly ConfigFile[]): readonly ConfiguredModel[] {
  const base = files.find(({ name }) => name === 'config.toml')?.config?.model_provider;
  return files.flatMap((file) =>
    (['model', 'review_model'] as const).flatMap((field) => {
      const slug = file.config?.[field];
      const provider = file.config?.model_provider ?? base;
      return slug === undefined
        ? []
        : [{ slug, where: `${file.name} ${field}`, profile: file.profile, provider }];
    }),
  );
}

/**
 * The files of roles: those of the folder `agents` beside each file, and those that it names as `config_file` of
 * a role. A role may have a model of its own.
 */
export async function readRoleFiles(files: readonly ConfigFile[]): Promise<readonly ConfigFile[]> {
  const found = await Promise.all(
    files.map(async ({ path, config }) => {
      const folder = join(dirname(path), 'agents');
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.toml')).sort();
      const named = Object.values(config?.agents ?? {}).flatMap((role) => {
        const file = roleShape.safeParse(role).data?.config_file;
        return file === undefined ? [] : [resolve(dirname(path), file)];
      });
      return [...names.map((name) => join(folder, name)), ...named];
    }),
  );
  const read = await Promise.all([...new Set(found.flat())].map(readConfigAt));
  return read.filter((file) => file !== undefined);
}

/** A configuration file outside of CODEX_HOME; undefined when it is not there. */
export async function readConfigAt(path: string): Promise<ConfigFile | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, name: path, config: await readConfig(path) } : undefined;
}

async function readConfig(path: string): Promise<TeamConfig | undefined> {
  try {
    return configShape.safeParse(parse(readTextIfThere(path) ?? '')).data;
  } catch (cause) {
    // config.strict says what is wrong with the file, and where.
    if (cause instanceof TomlError) return undefined;
    throw cause;
  }
}
