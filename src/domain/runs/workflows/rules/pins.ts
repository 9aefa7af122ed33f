import { judgeMention } from '../../../upgrade/pins/mention.ts';
import { argsOfStep } from '../read/codex-args.ts';
import { packageSpec, startedWords } from '../read/codex-call.ts';
import { isExpression } from '../read/expressions.ts';
import {
  actionSteps,
  codexCommands,
  inputOf,
  type Pipeline,
  placeInScript,
  type Step,
} from '../read/pipeline.ts';
import type { Fault, Rule } from '../rule.ts';

const source = 'Versions';

/** A version that stands in the same file: `${{ env.X }}`. */
function resolved(text: string, pipeline: Pipeline, step: Step): string {
  const [, name] = /^\$\{\{\s*env\.(\w+)\s*\}\}$/.exec(text.trim()) ?? [];
  if (name === undefined) return text.trim();
  const job = pipeline.jobs.find(({ steps }) => steps.includes(step));
  const variables = [...pipeline.env, ...(job?.env ?? []), ...step.env];
  return variables.findLast((one) => one.name === name)?.value.text.trim() ?? text.trim();
}

/** Places that name the version of the CLI, with what they name. */
function versionsOf(pipeline: Pipeline): readonly (Pick<Fault, 'place'> & { spec: string; what: string })[] {
  const actions = actionSteps(pipeline).map(({ step }) => {
    const input = inputOf(step, 'codex-version');
    return {
      place: input?.value.place ?? step.uses?.place ?? step.place,
      spec: input === undefined ? '' : resolved(input.value.text, pipeline, step),
      what: 'codex-version',
    };
  });
  const fetched = codexCommands(pipeline).flatMap(({ step, call }) =>
    call.spec === undefined
      ? []
      : [{ place: placeInScript(step, call.word.offset), spec: call.spec, what: '@openai/codex' }],
  );
  const installed = pipeline.jobs.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      step.commands.flatMap(({ words }) => {
        const [program, ...rest] = startedWords(words);
        if (!/^(?:npm|pnpm|yarn|bun)$/.test(program?.text ?? '')) return [];
        if (!rest.some(({ text }) => /^(?:i|install|add|global)$/.test(text))) return [];
        return rest.flatMap((word) => {
          const spec = packageSpec(word.text);
          return spec === undefined
            ? []
            : [{ place: placeInScript(step, word.offset), spec, what: '@openai/codex' }];
        });
      }),
    ),
  );
  return [...actions, ...fetched, ...installed];
}

/** Rules about what decides which action and which CLI run. */
export const pinRules: readonly Rule[] = [
  {
    id: 'action-not-pinned',
    severity: 'error',
    title: 'The action is not pinned to a commit',
    why: 'A tag or a branch can be moved: the next run uses other code with your key, and nobody reviewed it.',
    fix: 'Name the full commit of the release that you reviewed, with its version in a comment.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ step }) => {
        const ref = step.action?.ref ?? '';
        if (/^[0-9a-f]{40}$/.test(ref)) return [];
        const what = ref === '' ? 'without a version' : `at ${ref}, which can be moved`;
        return [{ place: step.uses?.place ?? step.place, message: `openai/codex-action ${what}` }];
      }),
  },
  {
    id: 'codex-version-floats',
    severity: 'error',
    title: 'The version of the CLI is not fixed',
    why: 'Without one exact version the newest CLI is installed on the day of the run, whatever it changed.',
    fix: 'Name one exact version: codex-version: "0.139.0", or @openai/codex@0.139.0.',
    source,
    find: (pipeline) =>
      versionsOf(pipeline).flatMap(({ place, spec, what }) => {
        const drift = judgeMention({ form: 'package', spec }, '');
        return drift.state === 'floats' ? [{ place, message: `${what}: ${drift.reason}` }] : [];
      }),
  },
  {
    id: 'codex-version-differs',
    severity: 'warning',
    title: 'The version of the CLI is not the pin',
    why: 'CI runs another CLI than the one that the team tested and agreed on.',
    fix: 'Name the pin of the rollout: codex-cockpit pins scan --fix shows the patch.',
    source,
    find: (pipeline, { pin }) =>
      pin === undefined
        ? []
        : versionsOf(pipeline).flatMap(({ place, spec, what }) => {
            const drift = judgeMention({ form: 'package', spec }, pin);
            return drift.state === 'differs'
              ? [{ place, message: `${what} is ${drift.version}, and the pin is ${pin}` }]
              : [];
          }),
  },
  {
    id: 'model-not-pinned',
    severity: 'info',
    title: 'The model is not named',
    why: 'The default model changes with the version of the CLI and with the service: two runs of the same workflow may not be comparable.',
    fix: 'Name the model: the input model of the action, or --model.',
    source,
    find: (pipeline) => [
      ...actionSteps(pipeline)
        .filter(({ step }) => inputOf(step, 'prompt') ?? inputOf(step, 'prompt-file'))
        .filter(({ step }) => !inputOf(step, 'model') && !namesModel(argsOfStep(step).options))
        .map(({ step }) => ({ place: step.uses?.place ?? step.place, message: 'no model is named' })),
      ...codexCommands(pipeline)
        .filter(({ call }) => !namesModel(call.options))
        .map(({ step, call }) => ({
          place: placeInScript(step, call.word.offset),
          message: 'no model is named',
        })),
    ],
  },
];

const namesModel = (options: readonly { name: string; value: string | undefined }[]): boolean =>
  options.some(
    ({ name, value }) =>
      name === '--model' ||
      name === '--profile' ||
      (name === '--config' && /^\s*model\s*=/.test(value ?? '')),
  );

/** What was not looked into about versions. */
export function unresolvedVersions(pipeline: Pipeline): Pipeline['notes'] {
  return versionsOf(pipeline)
    .filter(({ spec }) => judgeMention({ form: 'package', spec }, '').state === 'unresolved')
    .map(({ place, spec, what }) => ({
      place,
      message: `${what}, which is set elsewhere: ${isExpression(spec) ? spec : `${spec}`}`,
    }));
}
