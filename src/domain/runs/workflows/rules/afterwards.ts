import type { Place } from '../../../base/documents/place.ts';
import { startedWords } from '../read/codex-call.ts';
import {
  credentialsOf,
  isForChanges,
  jobsAfterCodex,
  runsPrompt,
  stepsAfterCodex,
  strategiesOf,
} from '../read/context.ts';
import {
  actionSteps,
  inputOf,
  inputText,
  isCodexAction,
  type Job,
  type Pipeline,
  placeInScript,
  type Step,
} from '../read/pipeline.ts';
import type { Fault, Rule } from '../rule.ts';

const source = 'After Codex';

const isUpload = ({ action }: Step) => /^actions\/upload-(?:pages-)?artifact$/i.test(action?.name ?? '');

/** Commands that only put together what is kept. */
const collecting =
  /^(?:git (?:diff|status|add|format-patch|bundle|log|show|rev-parse)\b|(?:echo|printf|cat|cp|rm|grep|sort|cut|sed|mkdir|tar|zip|test|\[|\[\[|true|false|exit|tee|ls|head|tail|wc|sha256sum|jq|:)(?: |$)|fi$|done$|else$)/;

const onlyCollects = ({ commands, run }: Step) =>
  run !== undefined &&
  commands.length > 0 &&
  commands.every(
    ({ words }) =>
      words.length === 0 ||
      collecting.test(
        startedWords(words)
          .map(({ text }) => text)
          .join(' '),
      ),
  );

type Command = Step['commands'][number];
type Ran = { job: Job; step: Step; command: Command; place: Place };

/** The commands that run once Codex has run: in its job, and in the jobs that wait for it. */
function commandsAfter(pipeline: Pipeline): readonly Ran[] {
  const jobs = jobsAfterCodex(pipeline);
  return pipeline.jobs.flatMap((job) => {
    const first = job.steps.find(({ startsCodex }) => startsCodex);
    const isAfter = jobs.includes(job);
    return job.steps.flatMap((step) =>
      step.commands.flatMap((command): readonly Ran[] => {
        const from = first?.calls[0]?.command.offset ?? -1;
        const isLater =
          first !== undefined &&
          (step.index > first.index || (step.index === first.index && from >= 0 && command.offset > from));
        return isLater || isAfter ? [{ job, step, command, place: placeInScript(step, command.offset) }] : [];
      }),
    );
  });
}

/** The steps that run once Codex has run, in its job and in those that wait for it. */
function stepsAfter(pipeline: Pipeline): readonly { job: Job; step: Step }[] {
  const jobs = jobsAfterCodex(pipeline);
  return pipeline.jobs.flatMap((job) =>
    (jobs.includes(job) ? job.steps : stepsAfterCodex(job)).map((step) => ({ job, step })),
  );
}

const lineOf = ({ words }: Command) =>
  startedWords(words)
    .map(({ text }) => text)
    .join(' ');

const defaultBranch =
  /^(?:main|master|trunk)$|default_branch|CI_DEFAULT_BRANCH|github\.event\.repository\.default/;

/** Where a `git push` goes: to the default branch, to the branch that was checked out, or to another one. */
function pushOf({ words }: Command): 'default' | 'current' | 'other' | undefined {
  const [program, ...rest] = startedWords(words);
  if (program?.text !== 'git') return undefined;
  const at = rest.findIndex(({ text }) => text === 'push');
  const before = rest.slice(0, at);
  if (
    at === -1 ||
    before.some(({ text }, index) => !text.startsWith('-') && !/^-[cC]$/.test(before[index - 1]?.text ?? ''))
  )
    return undefined;
  const named = rest.slice(at + 1).filter(({ text }) => !text.startsWith('-'));
  const specs = named
    .slice(1)
    .map(({ text }) => (text.split(':').at(-1) ?? '').replace(/^\+?(?:refs\/heads\/)?/, ''));
  if (specs.some((spec) => defaultBranch.test(spec))) return 'default';
  if (specs.length === 0) return rest.some(({ text }) => text === '--tags') ? 'other' : 'current';
  return specs.every((spec) =>
    /^(?:HEAD|\$\{\{\s*github\.(?:ref|ref_name|head_ref)\s*\}\}|\$\{?GITHUB_(?:REF|REF_NAME|HEAD_REF)\}?|\$\{?CI_COMMIT_(?:BRANCH|REF_NAME)\}?)$/.test(
      spec,
    ),
  )
    ? 'current'
    : 'other';
}

/** Whether a job makes a branch of its own before it pushes. */
const makesBranch = ({ steps }: Job) =>
  steps.some(({ commands }) =>
    commands.some((command) =>
      /^git (?:checkout -[bB]|switch (?:-c|-C|--create|--force-create))\b/.test(lineOf(command)),
    ),
  );

/** Whether a command merges or approves a change. */
function decides({ words }: Command): boolean {
  const texts = startedWords(words).map(({ text }) => text);
  const line = texts.slice(0, 3).join(' ');
  if (/^(?:gh pr merge|glab mr (?:merge|accept|approve))$/.test(line)) return true;
  if (line === 'gh pr review') return texts.some((text) => text === '--approve' || text === '-a');
  return line.startsWith('gh api') && texts.some((text) => /\/pulls\/[^/]+\/merge$/.test(text));
}

/** Actions that commit and push, with the input that names a branch. */
const pushers: Readonly<Record<string, readonly string[]>> = {
  'stefanzweifel/git-auto-commit-action': ['branch'],
  'endbug/add-and-commit': ['new_branch', 'push'],
  'ad-m/github-push-action': ['branch'],
};

const mergers =
  /^(?:pascalgn\/automerge-action|peter-evans\/enable-pull-request-automerge|reitermarkus\/automerge|fastify\/github-action-merge-dependabot|hmarr\/auto-approve-action)$/i;

/** Rules about what happens once Codex has run. */
export const afterwardsRules: readonly Rule[] = [
  {
    id: 'secrets-after-codex',
    severity: 'error',
    title: 'A later step has secrets',
    why: 'Codex may have left processes, hooks or changed actions on the runner: what runs after it in the job is no longer yours alone.',
    fix: 'Move the step to a job of its own that takes the answer or the files of Codex.',
    source,
    find: (pipeline) =>
      pipeline.jobs.flatMap((job) =>
        stepsAfterCodex(job)
          .filter((step) => !step.startsCodex)
          .flatMap((step): readonly Fault[] => {
            const found = credentialsOf(step);
            if (found === undefined) return [];
            return [
              {
                place: found.text.place,
                message: found.isToken
                  ? 'the token of the workflow is used after Codex'
                  : 'a secret is used after Codex',
                severity: found.isToken ? 'warning' : 'error',
              },
            ];
          }),
      ),
  },
  {
    id: 'codex-not-last',
    severity: 'warning',
    title: 'Codex is not the last step of its job',
    why: 'Codex may have left processes, hooks or changed actions on the runner, and later steps run among them.',
    fix: 'Keep the answer and the files of Codex as artifacts, and go on in another job.',
    source,
    find: (pipeline) =>
      pipeline.kind === 'gitlab'
        ? []
        : pipeline.jobs.flatMap((job) => {
            const step = stepsAfterCodex(job).find(
              (one) =>
                !one.startsCodex && !isUpload(one) && !onlyCollects(one) && credentialsOf(one) === undefined,
            );
            return step === undefined
              ? []
              : [{ place: step.place, message: `a step of ${job.id} runs after Codex` }];
          }),
  },
  {
    id: 'sudo-after-drop',
    severity: 'error',
    title: 'A later step needs what drop-sudo took',
    why: 'drop-sudo takes sudo away for the rest of the job, and some releases close the sockets of D-Bus and other services too: the step fails.',
    fix: 'Do it before Codex, or in another job.',
    source,
    find: (pipeline) =>
      pipeline.jobs.flatMap((job) => {
        const action = job.steps.find(
          (step) => isCodexAction(step) && strategiesOf(step, job).some(({ name }) => name === 'drop-sudo'),
        );
        if (action === undefined) return [];
        return job.steps
          .filter(({ index }) => index > action.index)
          .flatMap((step) =>
            step.commands.flatMap(({ words, offset }) => {
              const plain = words.filter(({ raw }) => !/^\w+=/.test(raw));
              const name = plain[0]?.text ?? '';
              const isBus =
                /^(?:dbus-\w[\w-]*|busctl|gdbus|gnome-keyring-daemon|systemctl|loginctl|resolvectl|journalctl)$/.test(
                  name,
                );
              return name === 'sudo' || isBus
                ? [{ place: placeInScript(step, offset), message: `${name} after drop-sudo` }]
                : [];
            }),
          );
      }),
  },
  {
    id: 'drop-sudo-twice',
    severity: 'warning',
    title: 'The action is used twice in a job',
    why: 'The first use takes sudo away, which the next one needs to prepare itself; and both write one config.toml unless each has a home of its own.',
    fix: 'Use the action once in a job; give the second use a job of its own.',
    source,
    find: (pipeline) =>
      pipeline.jobs.flatMap((job) =>
        job.steps
          .filter(
            (step) => isCodexAction(step) && strategiesOf(step, job).some(({ name }) => name === 'drop-sudo'),
          )
          .slice(1)
          .map((step) => ({
            place: step.uses?.place ?? step.place,
            message: `a second use of the action in ${job.id}`,
          })),
      ),
  },
  {
    id: 'drop-sudo-without-prompt',
    severity: 'info',
    title: 'The action only prepares Codex',
    why: 'Releases after v1.8 can run Codex under an account of its own with drop-sudo, and refuse a use without a prompt: the workflow breaks when the pin of the action moves.',
    fix: 'Give the action the prompt, or try the new release before you pin it.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline)
        .filter(({ step }) => !runsPrompt(step))
        .filter(({ job, step }) => strategiesOf(step, job).some(({ name }) => name === 'drop-sudo'))
        .map(({ step }) => ({
          place: step.uses?.place ?? step.place,
          message: 'drop-sudo without prompt and prompt-file',
        })),
  },
  {
    id: 'push-to-default',
    severity: 'error',
    title: 'What Codex wrote is pushed without a review',
    why: 'A change that nobody read reaches the branch from which others build and release.',
    fix: 'Push to a branch of its own and open a pull request, in a job that has no key of Codex.',
    source,
    find: (pipeline) => [
      ...commandsAfter(pipeline).flatMap(({ job, command, place }): readonly Fault[] => {
        const push = pushOf(command);
        if (push === 'default') return [{ place, message: 'git push to the default branch' }];
        if (push !== 'current' || makesBranch(job)) return [];
        const severity = isForChanges(pipeline, job) ? 'warning' : 'error';
        return [{ place, message: 'git push to the branch that was checked out', severity }];
      }),
      ...stepsAfter(pipeline).flatMap(({ step, job }): readonly Fault[] => {
        const named = pushers[step.action?.name.toLowerCase() ?? ''];
        if (named === undefined) return [];
        const branch = named.map((name) => inputText(step, name)).find((text) => text !== '') ?? '';
        if (branch !== '' && !defaultBranch.test(branch)) return [];
        if (branch === '' && makesBranch(job)) return [];
        const isDefault = branch !== '' || !isForChanges(pipeline, job);
        return [
          {
            place: step.uses?.place ?? step.place,
            message: `${step.action?.name ?? ''} pushes to ${branch === '' ? 'the branch that was checked out' : 'the default branch'}`,
            severity: isDefault ? 'error' : 'warning',
          },
        ];
      }),
    ],
  },
  {
    id: 'auto-merge',
    severity: 'error',
    title: 'What Codex wrote is merged or approved by a machine',
    why: 'No person decides on the change.',
    fix: 'Let the job end with a pull request, and let a person approve and merge it.',
    source,
    find: (pipeline) => [
      ...commandsAfter(pipeline)
        .filter(({ command }) => decides(command))
        .map(({ place, command }) => ({ place, message: lineOf(command).split(' ').slice(0, 3).join(' ') })),
      ...stepsAfter(pipeline)
        .filter(({ step }) => mergers.test(step.action?.name ?? ''))
        .map(({ step }) => ({ place: step.uses?.place ?? step.place, message: step.action?.name ?? '' })),
    ],
  },
  {
    id: 'no-artifact',
    severity: 'info',
    title: 'Nothing of the run is kept',
    why: 'Without its output nobody can say later what Codex was asked and what it answered.',
    fix: 'Upload what the run left, such as the folder of codex-cockpit run, with actions/upload-artifact or artifacts:.',
    source,
    find: (pipeline) => {
      const after = jobsAfterCodex(pipeline);
      return pipeline.kind === 'action'
        ? []
        : pipeline.jobs
            .filter(
              (job) =>
                job.usesCodex && job.steps.some((step) => step.calls.length > 0 || isCodexAction(step)),
            )
            .filter((job) => !job.keepsFiles && ![job, ...after].some(({ steps }) => steps.some(isUpload)))
            .map((job) => ({
              place:
                inputOf(job.steps.find(({ startsCodex }) => startsCodex) as Step, 'prompt')?.place ??
                job.place,
              message: `${job.id} uploads no artifact`,
            }));
    },
  },
];
