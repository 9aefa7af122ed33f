import type { CodexPipeline, PipelinesHere } from '../../../../domain/checks/judge/sdlc/pipelines.ts';
import type { Finding } from '../../../../domain/runs/workflows/finding.ts';
import {
  kindOfFile,
  lintPipelines,
  type PipelineFile,
  pipelinesIn,
} from '../../../../domain/runs/workflows/lint.ts';
import { type CodexOption, configOf } from '../../../../domain/runs/workflows/read/codex-call.ts';
import { withIncludes } from '../../../../domain/runs/workflows/read/includes.ts';
import {
  actionSteps,
  codexCommands,
  inputText,
  type Pipeline,
  type Step,
} from '../../../../domain/runs/workflows/read/pipeline.ts';
import { unresolvedVersions } from '../../../../domain/runs/workflows/rules/pins.ts';
import { suppress } from '../../../../domain/runs/workflows/suppress.ts';
import { pathsBelow, textAt } from './repository-files.ts';

/** The pipelines of a repository that start Codex, and what the lint finds in them. */
export function readPipelinesHere(top: string, pin: string): PipelinesHere {
  const paths = ['.gitlab-ci.yml', ...pathsBelow(top, ['.github', '.gitlab'])];
  const read = (path: string, kind: Pipeline['kind'] | undefined): readonly PipelineFile[] => {
    const found = kind === undefined ? undefined : textAt(top, path);
    return kind === undefined || !found ? [] : [{ path, file: path, kind, text: found.text }];
  };
  const files = withIncludes(
    paths.flatMap((path) => read(path, kindOfFile(path))),
    (path) => read(path, 'gitlab'),
  );
  const { findings, pipelines: starting, comments } = lintPipelines(files, { pin });
  const open = suppress(findings, { comments, options: new Map() }).filter(
    ({ suppressed }) => suppressed === undefined,
  );
  const all = pipelinesIn(files);
  return {
    pipelines: all
      .filter(({ file }) => starting.includes(file))
      .map((one) => {
        const places = files
          .filter(({ path, partOf }) => (partOf ?? path) === one.file)
          .map(({ file }) => file);
        return describe(
          one,
          open.filter(({ place }) => places.includes(place.file)),
        );
      }),
    hasGate: all.some(asksGate),
  };
}

function describe(pipeline: Pipeline, findings: readonly Finding[]): CodexPipeline {
  const { file, jobs } = pipeline;
  const steps = jobs.flatMap((job) => job.steps);
  return {
    file,
    isForChanges: isForChanges(pipeline),
    mayWrite:
      actionSteps(pipeline).some(({ step }) => actionMayWrite(step)) ||
      codexCommands(pipeline).some(({ call }) => optionsMayWrite(call.options)),
    proposes: steps.some(opensPullRequest),
    pushes: steps.some(pushesCommits),
    keepsOutput: jobs.some(
      ({ keepsFiles, steps: own }) =>
        keepsFiles || own.some(({ action }) => action?.name.toLowerCase() === 'actions/upload-artifact'),
    ),
    findings: findings.map(({ rule, severity, place, message }) => ({
      ...{ rule, severity, message },
      place: `${place.file}:${place.line}`,
    })),
    unresolved: unresolvedVersions(pipeline).map(
      ({ place, message }) => `${place.file}:${place.line}: ${message}`,
    ),
  };
}

function isForChanges({ kind, triggers, jobs }: Pipeline): boolean {
  if (kind !== 'gitlab') return triggers.some(({ name }) => name === 'pull_request');
  return jobs.some(({ conditions }) => conditions.some(({ text }) => /merge_request/i.test(text)));
}

/** Without a prompt the action only installs Codex. Its default sandbox may write. */
function actionMayWrite(step: Step): boolean {
  if (inputText(step, 'prompt') === '' && inputText(step, 'prompt-file') === '') return false;
  if (inputText(step, 'safety-strategy') === 'read-only') return false;
  const args = inputText(step, 'codex-args');
  if (/--full-auto|--yolo|--dangerously-bypass|danger-full-access/.test(args)) return true;
  const [, fromArgs] = /(?:--sandbox|(?<![\w-])-s)["',=\s]+([\w-]+)/.exec(args) ?? [];
  const named = inputText(step, 'sandbox') || inputText(step, 'permission-profile');
  return !/^:?read-only$/.test(fromArgs ?? named);
}

/** `codex exec` may only read unless it is told otherwise. */
function optionsMayWrite(options: readonly CodexOption[]): boolean {
  return options.some((option) => {
    const { name, value } = option;
    if (name === '--full-auto' || name === '--dangerously-bypass-approvals-and-sandbox') return true;
    if (name === '--sandbox') return value !== 'read-only';
    const config = configOf(option);
    return config?.key === 'sandbox_mode' && !/read-only/.test(config.value);
  });
}

const lineOf = ({ words }: Step['commands'][number]) => words.map(({ text }) => text).join(' ');

function opensPullRequest(step: Step): boolean {
  if (/create-pull-request/i.test(step.action?.name ?? '')) return true;
  if (/\bpulls\.create\b/.test(inputText(step, 'script'))) return true;
  return step.commands.some((command) =>
    /^gh pr create\b|^glab mr create\b|^git .*\bpush\b.*merge_request\.create/.test(lineOf(command)),
  );
}

function pushesCommits(step: Step): boolean {
  if (/git-auto-commit|add-and-commit|github-push/i.test(step.action?.name ?? '')) return true;
  return step.commands.some((command) => /^git (?:-[cC] \S+ )*push\b/.test(lineOf(command)));
}

function asksGate({ jobs }: Pipeline): boolean {
  return jobs.some(({ steps }) =>
    steps.some(({ commands }) =>
      commands.some((command) => /\bcodex-cockpit\S* gate\b/.test(lineOf(command))),
    ),
  );
}
