import { dirname, join, resolve } from 'node:path';
import { exited } from '../../domain/base/outcome.ts';
import { type ModelPolicy, parseModelPolicy } from '../../domain/policy/models/model-policy.ts';
import type { Models } from '../../domain/upgrade/baseline/baseline.ts';
import { parseModels } from '../../domain/upgrade/baseline/parse-answers.ts';
import type { ProbeContext } from '../checks/probe.ts';
import type { PrivateCli } from '../cli/private-cli.ts';
import { readTextIfThere } from '../cli/read-regular-file.ts';
import type { ConfigFile } from './team-config.ts';

/** The team's model policy; undefined when there is none. */
export async function readModelPolicy(file: string): Promise<ModelPolicy | undefined> {
  const text = readTextIfThere(file);
  return text === undefined ? undefined : parseModelPolicy(text, file);
}

/** The models that the CLI under test lists; undefined when it cannot say. */
export async function readCatalog(context: ProbeContext): Promise<Models | undefined> {
  return exited(await context.codexRun(['help', 'debug', 'models'])) ? readModels(context) : undefined;
}

/** The models of the catalogs that the configuration names with `model_catalog_json`. */
export function readOwnCatalogs(files: readonly ConfigFile[], home: string | undefined): Models {
  return files.flatMap(({ path, config }) => {
    const named = config?.model_catalog_json;
    if (named === undefined) return [];
    const file = named.startsWith('~/') ? join(home ?? '/', named.slice(2)) : resolve(dirname(path), named);
    return parseModels(readTextIfThere(file) ?? '') ?? [];
  });
}

/** Where the policy is looked for: what the suite names, else `model-policy.yaml` of the project. */
export function modelPolicyFile({ project }: ProbeContext, named: string | undefined): string {
  return resolve(project, named ?? 'model-policy.yaml');
}

/** The models that a CLI lists without a network; undefined when it cannot say. */
export async function readModels({
  codex,
  run,
}: Pick<PrivateCli, 'codex' | 'run'>): Promise<Models | undefined> {
  const outcome = await run([codex, 'debug', 'models', '--bundled']);
  return exited(outcome) ? parseModels(outcome.stdout) : undefined;
}
