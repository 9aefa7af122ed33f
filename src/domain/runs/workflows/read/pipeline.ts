import type { Place } from '../../../base/documents/place.ts';
import type { YamlNode, YamlText } from '../../../base/documents/yaml-tree.ts';
import type { ShellCommand } from '../../../base/shell/read-commands.ts';
import type { CodexCall } from './codex-call.ts';

/** A file that says what CI does: a workflow or a local action of GitHub, or the jobs of GitLab. */
export type Pipeline = {
  kind: 'workflow' | 'action' | 'gitlab';
  file: string;
  place: Place;
  root: YamlNode;
  /** What starts it, those of the local workflows that call it included. */
  triggers: readonly Trigger[];
  permissions: YamlNode | undefined;
  env: readonly Variable[];
  jobs: readonly Job[];
  /** What was not looked into. */
  notes: readonly Note[];
};

export type Note = { place: Place; message: string };
export type Trigger = { name: string; place: Place; types: readonly string[] };
export type Variable = { name: string; place: Place; value: YamlText };

export type Job = {
  id: string;
  place: Place;
  node: YamlNode;
  needs: readonly string[];
  /** Labels of the runner; those of a matrix are filled in. */
  runsOn: readonly YamlText[];
  permissions: YamlNode | undefined;
  env: readonly Variable[];
  condition: YamlText | undefined;
  environment: string | undefined;
  outputs: readonly Variable[];
  steps: readonly Step[];
  /** GitLab: the image of the container. */
  image: YamlText | undefined;
  /** GitLab: what says when the job runs. */
  conditions: readonly YamlText[];
  /** GitLab: whether it keeps files. */
  keepsFiles: boolean;
  usesCodex: boolean;
};

export type Step = {
  index: number;
  place: Place;
  id: string | undefined;
  /** The step as it is written. */
  node: YamlNode;
  uses: YamlText | undefined;
  /** `owner/name` and the text after `@`; undefined for a local one or none. */
  action: { name: string; ref: string } | undefined;
  inputs: readonly Variable[];
  env: readonly Variable[];
  run: YamlText | undefined;
  commands: readonly ShellCommand[];
  calls: readonly CodexCall[];
  condition: YamlText | undefined;
  /** Whether it starts Codex: by the action, by a command, or by a local action that does. */
  startsCodex: boolean;
};

/** The action that starts Codex. */
export const CODEX_ACTION = 'openai/codex-action';

export const isCodexAction = ({ action }: Step): boolean => action?.name.toLowerCase() === CODEX_ACTION;

/** The input of a step by its name; undefined when it is not given. */
export const inputOf = ({ inputs }: Step, name: string): Variable | undefined =>
  inputs.find((one) => one.name.toLowerCase() === name);

/** The text of an input without white space around it; empty when it is not given. */
export const inputText = (step: Step, name: string): string => inputOf(step, name)?.value.text.trim() ?? '';

/** The jobs that start Codex, with the steps that do. */
export function codexSteps({ jobs }: Pipeline): readonly { job: Job; step: Step }[] {
  return jobs.flatMap((job) =>
    job.steps.filter(({ startsCodex }) => startsCodex).map((step) => ({ job, step })),
  );
}

/** The steps that use the action of Codex. */
export function actionSteps(pipeline: Pipeline): readonly { job: Job; step: Step }[] {
  return pipeline.jobs.flatMap((job) => job.steps.filter(isCodexAction).map((step) => ({ job, step })));
}

/** The commands that start `codex exec`. */
export function codexCommands(pipeline: Pipeline): readonly { job: Job; step: Step; call: CodexCall }[] {
  return pipeline.jobs.flatMap((job) =>
    job.steps.flatMap((step) => step.calls.map((call) => ({ job, step, call }))),
  );
}

/** Where a part of the script of a step is in its file. */
export function placeInScript({ run, place }: Step, offset: number): Place {
  return run?.placeAt(offset) ?? place;
}
