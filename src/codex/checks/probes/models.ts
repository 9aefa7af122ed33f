import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exited } from '../../../domain/base/outcome.ts';
import {
  type ConfiguredEffort,
  judgeCatalog,
  judgeCloudPolicy,
  judgeEfforts,
  judgeLocalPolicy,
  parseEfforts,
} from '../../../domain/checks/judge/models.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { modelPolicyFile, readCatalog, readModelPolicy, readOwnCatalogs } from '../../config/model-policy.ts';
import {
  type ConfigFile,
  configuredModels,
  readAllConfigs,
  readRoleFiles,
} from '../../config/team-config.ts';
import type { Probes } from '../probe.ts';

/** Whether the configured models and efforts exist and are allowed. */
export const modelsProbes = {
  'models.catalog': async (context) => {
    const models = await readCatalog(context);
    if (!models) return skip('this CLI version does not show its model catalog');
    const files = await readAllConfigs({ home: context.teamHome, project: context.project });
    // A catalog of the team's takes the place of the one of the CLI.
    const own = readOwnCatalogs(files, context.environment.HOME);
    const named = configuredModels([...files, ...(await readRoleFiles(files))]);
    return judgeCatalog([...own, ...models], named, await context.testedVersion());
  },

  'models.effort': async ({ codexRun, teamHome, project }) => {
    const outcome = exited(await codexRun(['help', 'debug', 'models']))
      ? await codexRun(['debug', 'models', '--bundled'])
      : undefined;
    const efforts = outcome && exited(outcome) ? parseEfforts(outcome.stdout) : undefined;
    if (!efforts) return skip('this CLI version does not show the reasoning efforts of its models');
    return judgeEfforts(efforts, configuredEfforts(await readAllConfigs({ home: teamHome, project })));
  },

  'models.local-policy': async (context, { policy }) => {
    const file = modelPolicyFile(context, policy);
    const stated = await readModelPolicy(file);
    const files = await readAllConfigs({ home: context.teamHome, project: context.project });
    const configured = configuredModels([...files, ...(await readRoleFiles(files))]);
    const bundled = stated && (await readCatalog(context));
    const catalog = bundled && [...readOwnCatalogs(files, context.environment.HOME), ...bundled];
    return judgeLocalPolicy(stated, { file, configured, catalog });
  },

  'models.cloud-separate': async (context, { policy }) => {
    const file = modelPolicyFile(context, policy);
    const stated = await readModelPolicy(file);
    const scripts = await Promise.all(
      (stated?.scripts ?? []).map(async (script) => ({
        file: script,
        text: await readFile(resolve(context.project, script), 'utf8'),
      })),
    );
    return judgeCloudPolicy(stated, {
      file,
      scripts,
      catalog: stated && (await readCatalog(context)),
      attested: stated && (await context.cloudAttestation()),
      now: context.now(),
    });
  },
} satisfies Partial<Probes>;

/** A profile that names no model has that of config.toml. */
function configuredEfforts(files: readonly ConfigFile[]): readonly ConfiguredEffort[] {
  const base = files.find(({ name }) => name === 'config.toml')?.config?.model;
  return files.flatMap(({ name, config }) =>
    (['model_reasoning_effort', 'plan_mode_reasoning_effort'] as const).flatMap((field) => {
      const effort = config?.[field];
      return effort === undefined ? [] : [{ effort, slug: config?.model ?? base, where: `${name} ${field}` }];
    }),
  );
}
