import leven from 'leven';
import type { Place } from '../../../base/documents/place.ts';
import { argsOfStep } from '../read/codex-args.ts';
import { configOf } from '../read/codex-call.ts';
import { inputValues, strategiesOf } from '../read/context.ts';
import { isExpression } from '../read/expressions.ts';
import { actionSteps, codexCommands, inputOf, inputText, type Job, type Pipeline } from '../read/pipeline.ts';
import { givenOptions, plainValue, settingsOf, writtenSettings } from '../read/settings.ts';
import type { Fault, Rule } from '../rule.ts';

const source = 'Sandbox and privileges';

const isWindows = ({ runsOn }: Job) => runsOn.find(({ text }) => /windows/i.test(text));
const isSelfHosted = ({ runsOn }: Job) => runsOn.find(({ text }) => /^self-hosted$/i.test(text.trim()));

/** The inputs of the action, those that later releases added included. */
const inputs = [
  ...[
    'prompt',
    'prompt-file',
    'output-file',
    'openai-api-key',
    'responses-api-endpoint',
    'working-directory',
  ],
  ...['sandbox', 'permission-profile', 'codex-version', 'codex-args', 'output-schema', 'output-schema-file'],
  ...['model', 'effort', 'codex-home', 'safety-strategy', 'codex-user', 'allow-users', 'allow-bots'],
  ...['allow-bot-users', 'use-bedrock', 'bedrock-base-url'],
];

const values: Readonly<Record<string, readonly string[]>> = {
  sandbox: ['read-only', 'workspace-write', 'danger-full-access'],
  'safety-strategy': ['drop-sudo', 'unprivileged-user', 'read-only', 'unsafe'],
};

const exclusive: readonly (readonly [string, string])[] = [
  ['prompt', 'prompt-file'],
  ['output-schema', 'output-schema-file'],
  ['sandbox', 'permission-profile'],
];

/** Rules about what Codex may do on the runner. */
export const sandboxRules: readonly Rule[] = [
  {
    id: 'full-access',
    severity: 'error',
    title: 'Codex runs without a sandbox',
    why: 'With danger-full-access every command of Codex may read, write and send whatever the user of the runner may.',
    fix: 'Use read-only to review, workspace-write to change files.',
    source,
    find: (pipeline) => [
      ...actionSteps(pipeline).flatMap(({ job, step }) =>
        ['sandbox', 'permission-profile'].flatMap((name) =>
          inputValues(step, name, job)
            .filter(({ text }) => /^:?danger-full-access$/.test(text.trim()))
            .map(({ place }) => ({ place, message: `${name} is danger-full-access` })),
        ),
      ),
      ...givenOptions(pipeline)
        .filter(({ option }) => option.name === '--sandbox' && option.value === 'danger-full-access')
        .map(({ place }) => ({ place, message: '--sandbox danger-full-access' })),
      ...settingsOf(pipeline)
        .filter(({ key }) => /(?:^|\.)(?:sandbox_mode|default_permissions)$/.test(key))
        .filter(({ value }) => /^:?danger-full-access$/.test(plainValue(value)))
        .map(({ place, key }) => ({ place, message: `${key} is danger-full-access` })),
    ],
  },
  {
    id: 'bypass',
    severity: 'error',
    title: 'Approvals and the sandbox are bypassed',
    why: 'The option takes every protection away: what steers Codex runs any command with the rights of the runner.',
    fix: 'Remove it; codex exec never asks, and its sandbox stays.',
    source,
    find: (pipeline) =>
      givenOptions(pipeline)
        .filter(
          ({ option }) => option.name.startsWith('--dangerously-bypass') || option.name === '--not-so-yolo',
        )
        .map(({ place, option }) => ({ place, message: option.word.text })),
  },
  {
    id: 'full-auto',
    severity: 'error',
    title: '--full-auto is gone',
    why: 'The CLI warns of it, and refuses it from 0.151 on: the run ends before it begins.',
    fix: 'Write --sandbox workspace-write, or the input sandbox of the action.',
    source,
    find: (pipeline) =>
      givenOptions(pipeline)
        .filter(({ option }) => option.name === '--full-auto')
        .map(({ place }) => ({ place, message: '--full-auto is used' })),
  },
  {
    id: 'unsafe-strategy',
    severity: 'error',
    title: 'The action does not protect the key',
    why: 'With unsafe Codex runs as a user with sudo, and can read the key from the memory of the proxy.',
    fix: 'Use drop-sudo (the default), or unprivileged-user with codex-user.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ job, step }) =>
        strategiesOf(step, job)
          .filter(({ name }) => name === 'unsafe' && !isSelfHosted(job))
          .map(
            ({ place }): Fault =>
              isWindows(job)
                ? {
                    place,
                    message:
                      'safety-strategy is unsafe, the only one on Windows: use a Linux runner where you can',
                    severity: 'warning',
                  }
                : { place, message: 'safety-strategy is unsafe' },
          ),
      ),
  },
  {
    id: 'unsafe-self-hosted',
    severity: 'error',
    title: 'The action does not protect a machine of yours',
    why: 'With unsafe on a self-hosted runner, Codex may change the machine, and later jobs of others run on what it left.',
    fix: 'Use unprivileged-user with an account that may do nothing else, or a runner that is thrown away.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ job, step }) =>
        strategiesOf(step, job)
          .filter(({ name }) => name === 'unsafe' && isSelfHosted(job))
          .map(({ place }) => ({
            place,
            message: `safety-strategy is unsafe on the self-hosted runner of ${job.id}`,
          })),
      ),
  },
  {
    id: 'windows-needs-unsafe',
    severity: 'error',
    title: 'The action refuses this strategy on Windows',
    why: 'On Windows the action ends at once unless safety-strategy is unsafe.',
    fix: 'Run the job on Linux; or accept unsafe on a machine without other secrets.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ job, step }) =>
        isWindows(job)
          ? strategiesOf(step, job)
              .filter(({ name }) => name !== 'unsafe' && !isExpression(name))
              .map(({ name, place }) => ({ place, message: `${name} on a Windows runner` }))
          : [],
      ),
  },
  {
    id: 'strategy-keeps-sudo',
    severity: 'warning',
    title: 'Codex keeps sudo',
    why: 'With read-only as strategy Codex runs as a user with sudo, and can read the key from the memory of the proxy.',
    fix: 'Leave the strategy at drop-sudo and write sandbox: read-only.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ job, step }) =>
        strategiesOf(step, job)
          .filter(({ name }) => name === 'read-only')
          .map(({ place }) => ({ place, message: 'safety-strategy is read-only' })),
      ),
  },
  {
    id: 'codex-user-missing',
    severity: 'error',
    title: 'No user is named for Codex',
    why: 'The strategy unprivileged-user ends at once without codex-user.',
    fix: 'Name an account that may only read the checkout.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ job, step }) =>
        inputText(step, 'codex-user') === ''
          ? strategiesOf(step, job)
              .filter(({ name }) => name === 'unprivileged-user')
              .map(({ place }) => ({ place, message: 'unprivileged-user without codex-user' }))
          : [],
      ),
  },
  {
    id: 'drop-sudo-self-hosted',
    severity: 'warning',
    title: 'sudo is taken away from a machine of yours',
    why: 'drop-sudo takes the user of the runner out of its group and does not put it back: on a self-hosted runner this stays after the job.',
    fix: 'Use unprivileged-user with codex-user, or a runner that is thrown away.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ job, step }) =>
        strategiesOf(step, job)
          .filter(({ name }) => name === 'drop-sudo' && isSelfHosted(job))
          .map(({ place }) => ({ place, message: `drop-sudo on the self-hosted runner of ${job.id}` })),
      ),
  },
  {
    id: 'sandbox-and-profile',
    severity: 'error',
    title: 'A sandbox mode and a permission profile exclude each other',
    why: 'With a sandbox mode the permission profile has no effect: the action refuses both, or Codex runs under the mode alone.',
    fix: 'Choose one: permission-profile, or sandbox.',
    source,
    find: (pipeline) => [
      ...actionSteps(pipeline).flatMap(({ job, step }): readonly Fault[] => {
        const profile = inputOf(step, 'permission-profile')?.value;
        if (profile === undefined || profile.text.trim() === '') return [];
        const strategy = strategiesOf(step, job).find(({ name }) => name === 'read-only');
        return [
          ...(inputText(step, 'sandbox') === ''
            ? []
            : [{ place: profile.place, message: 'permission-profile beside sandbox' }]),
          ...(strategy
            ? [{ place: strategy.place, message: 'the strategy read-only beside permission-profile' }]
            : []),
          ...argsOfStep(step)
            .options.filter(
              (option) => option.name === '--sandbox' || /^sandbox_/.test(configOf(option)?.key ?? ''),
            )
            .map((option) => ({
              place: argsOfStep(step).placeOf(option),
              message: `${option.word.text} beside permission-profile`,
            })),
        ];
      }),
      ...profilesWithoutEffect(pipeline),
      ...codexCommands(pipeline).flatMap(({ call, step }) => {
        const mode = call.options.find(({ name }) => name === '--sandbox');
        const profile = call.options.find(
          (option) =>
            option.name === '--permissions-profile' || configOf(option)?.key === 'default_permissions',
        );
        return mode && profile
          ? [
              {
                place: step.run?.placeAt(mode.word.offset) ?? step.place,
                message: '--sandbox beside a permission profile',
              },
            ]
          : [];
      }),
    ],
  },
  {
    id: 'network-on',
    severity: 'warning',
    title: 'Commands of Codex reach the network',
    why: 'What steers Codex can send files and secrets of the runner anywhere.',
    fix: 'Leave the network off; fetch what is needed in a step before, or allow single hosts in a permission profile.',
    source,
    find: (pipeline) =>
      settingsOf(pipeline)
        .filter(
          ({ key, value }) =>
            /(?:^|\.)(?:sandbox_workspace_write\.network_access|network_access|permissions\..*network\.enabled)$/.test(
              key,
            ) && plainValue(value) === 'true',
        )
        .map(({ place, key }) => ({ place, message: `${key} is true` })),
  },
  {
    id: 'unknown-input',
    severity: 'error',
    title: 'The action has no such input',
    why: 'GitHub ignores an input that an action does not have: what it should have set stays at its default.',
    fix: 'Write the name as action.yml of the pinned release has it.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ step }) =>
        step.inputs.flatMap(({ name, place }) => {
          // An input of a newer release is not known here: only what is nearly a known one is a mistake.
          const written = name.toLowerCase().replaceAll('_', '-');
          const near = inputs.find((known) => leven(known, written) <= 2);
          return near === undefined || inputs.includes(name.toLowerCase())
            ? []
            : [{ place, message: `${name} is no input; the action has ${near}` }];
        }),
      ),
  },
  {
    id: 'unknown-value',
    severity: 'error',
    title: 'The action does not know this value',
    why: 'The action or the CLI ends with an error on a value that it does not know.',
    fix: 'Use a value of the list.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ job, step }) =>
        Object.entries(values).flatMap(([name, known]) =>
          inputValues(step, name, job)
            .filter(({ text }) => text.trim() !== '' && !text.includes('${{') && !known.includes(text.trim()))
            .map(({ place, text }) => ({
              place,
              message: `${name} is ${text.trim()}; there are ${known.join(', ')}`,
            })),
        ),
      ),
  },
  {
    id: 'inputs-exclude-each-other',
    severity: 'error',
    title: 'Two inputs exclude each other',
    why: 'The action ends with an error when both are given.',
    fix: 'Keep one of them.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ step }) =>
        exclusive
          .filter(
            ([one, other]) =>
              one !== 'sandbox' && inputText(step, one) !== '' && inputText(step, other) !== '',
          )
          .map(([one, other]) => ({
            place: inputOf(step, other)?.place ?? step.place,
            message: `${other} beside ${one}`,
          })),
      ),
  },
];

/** A profile in a written configuration has no effect while the action passes a sandbox mode, which is its default. */
function profilesWithoutEffect(pipeline: Pipeline): readonly { place: Place; message: string }[] {
  return pipeline.jobs.flatMap((job) => {
    const runs = actionSteps(pipeline).filter(
      (one) => one.job === job && inputText(one.step, 'permission-profile') === '',
    );
    const [first] = runs;
    if (first === undefined) return [];
    return job.steps
      .filter(({ index }) => index < first.step.index)
      .flatMap(writtenSettings)
      .filter(({ key }) => key === 'default_permissions')
      .map(({ place }) => ({
        place,
        message:
          'default_permissions is written, and the action passes --sandbox unless permission-profile is given',
      }));
  });
}
