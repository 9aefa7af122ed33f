import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import * as z from 'zod';
import type { ConfiguredModel } from '../domain/checks/judge/models-catalog.ts';
import { readTextIfThere } from './read-regular-file.ts';

const configShape = z.looseObject({
  model: z.string().optional(),
  review_model: z.string().optional(),
  model_reasoning_effort: z.string().optional(),
  plan_mode_reasoning_effort: z.string().optional(),
  features: z.record(z.string(), z.unknown()).optional(),
  profiles: z.record(z.string(), z.unknown()).optional(),
  project_doc_max_bytes: z.int().nonnegative().optional(),
  project_doc_fallback_filenames: z.array(z.string()).optional(),
});

/** The parts of a config.toml that checks look at; everything else is left as it is. */
type TeamConfig = z.output<typeof configShape>;

/** A configuration file of the team. `config` is undefined when it is no TOML of the expected shape. */
export type ConfigFile = { path: string; name: string; config: TeamConfig | undefined };

const profileFile = /^(.+)\.config\.toml$/;

/** `config.toml` and the profile files `<name>.config.toml` of a CODEX_HOME, as far as they are there. */
export async function readTeamConfigs(home: string): Promise<readonly ConfigFile[]> {
  const names = (await readdir(home).catch(() => [])).filter(
    (name) => name === 'config.toml' || profileFile.test(name),
  );
  return Promise.all(
    names
      .sort()
      .map(async (name) => ({ path: join(home, name), name, config: await readConfig(join(home, name)) })),
  );
}

/** The name of the profile that a file defines; undefined for config.toml itself. */
export function profileName({ name }: ConfigFile): string | undefined {
  return profileFile.exec(name)?.[1];
}

/** Every model that the files name, and where. */
export function configuredModels(files: readonly ConfigFile[]): readonly ConfiguredModel[] {
  return files.flatMap((file) =>
    (['model', 'review_model'] as const).flatMap((field) => {
      const slug = file.config?.[field];
      return slug === undefined ? [] : [{ slug, where: `${file.name} ${field}`, profile: profileName(file) }];
    }),
  );
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
    // config.strict tells what is wrong with the file, with its place.
    if (cause instanceof TomlError) return undefined;
    throw cause;
  }
}
