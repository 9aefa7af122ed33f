import { exited } from '../../../domain/base/outcome.ts';
import { type ConfiguredEffort, judgeEfforts, parseEfforts } from '../../../domain/checks/judge/models.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { type ConfigFile, readAllConfigs } from '../../config/team-config.ts';
import type { Probe } from '../probe.ts';

export const modelsEffort: Probe<'models.effort'> = async ({ codexRun, teamHome, project }) => {
  const outcome = exited(await codexRun(['help', 'debug', 'models']))
    ? await codexRun(['debug', 'models', '--bundled'])
    : undefined;
  const efforts = outcome && exited(outcome) ? parseEfforts(outcome.stdout) : undefined;
  if (!efforts) return skip('this CLI version does not show the reasoning efforts of its models');
  return judgeEfforts(efforts, configuredEfforts(await readAllConfigs({ home: teamHome, project })));
};

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
