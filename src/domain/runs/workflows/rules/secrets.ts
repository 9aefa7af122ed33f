import type { Place } from '../../../base/documents/place.ts';
import { yamlTextsBelow } from '../../../base/documents/yaml-tree.ts';
import { startedWords } from '../read/codex-call.ts';
import { expressionsIn, variablesIn } from '../read/expressions.ts';
import {
  actionSteps,
  inputOf,
  isCodexAction,
  type Job,
  type Pipeline,
  placeInScript,
  type Step,
  type Variable,
} from '../read/pipeline.ts';
import { plainValue, settingsOf } from '../read/settings.ts';
import type { Rule } from '../rule.ts';

const source = 'Secrets';

/** Names of variables that have a key or a token for Codex. */
const keyName = /^(?:(?:AZURE_)?OPENAI_(?:\w+_)?(?:KEY|TOKEN)|CODEX_(?:API_KEY|ACCESS_TOKEN))$/i;

/** An expression that reads the key: a secret with such a name. */
const keyExpression = /\bsecrets\s*(?:\.\s*|\[\s*')(?:\w*OPENAI\w*|CODEX_\w*(?:KEY|TOKEN))/i;

/** What a key of OpenAI looks like. */
const keyForm = /\bsk-(?:proj-|svcacct-|admin-|None-)?[A-Za-z0-9_-]{20,}/;

const isKey = ({ name, value }: Variable) => keyName.test(name) || keyExpression.test(value.text);

/** Variables of a step in which the key is, those of the job and the file included. */
function keyVariables(pipeline: Pipeline, job: Job, step: Step): ReadonlySet<string> {
  const set = [...pipeline.env, ...job.env, ...step.env].filter(isKey).map(({ name }) => name);
  return new Set(['OPENAI_API_KEY', 'CODEX_API_KEY', 'CODEX_ACCESS_TOKEN', ...set]);
}

/** Where a command shows what it prints: the log, or a file that GitHub reads. */
const shows = (writes: readonly { text: string }[]) =>
  writes.length === 0 ||
  writes.some(({ text }) => /GITHUB_(?:OUTPUT|ENV|STEP_SUMMARY)|^\/dev\/(?:stdout|stderr)$/.test(text));

/** Rules about keys, tokens and what leaves the runner. */
export const secretRules: readonly Rule[] = [
  {
    id: 'key-in-env',
    severity: 'error',
    title: 'The key is in the environment',
    why: 'Every step and every command of Codex inherits the environment; the input of the action keeps the key from them.',
    fix: 'Give it to the input openai-api-key alone; or, for codex exec, as CODEX_API_KEY in the env of that one step.',
    source,
    find: (pipeline) => {
      if (pipeline.kind === 'gitlab') return [];
      const found = (variables: readonly Variable[], where: string) =>
        variables
          .filter(isKey)
          .map(({ name, place }) => ({ place, message: `${name} is in the env of ${where}` }));
      return [
        ...found(pipeline.env, 'the whole file'),
        ...pipeline.jobs
          .filter(({ usesCodex }) => usesCodex)
          .flatMap((job) => [
            ...found(job.env, `the job ${job.id}`),
            ...job.steps.filter(isCodexAction).flatMap(({ env }) => found(env, 'the step of the action')),
          ]),
      ];
    },
  },
  {
    id: 'secret-in-codex-env',
    severity: 'warning',
    title: 'Another secret is in the environment of Codex',
    why: 'Codex and the tools that it starts inherit the environment of the step and of the job: what steers Codex can use the secret.',
    fix: 'Leave it out, or give it only to a step or a job without Codex.',
    source,
    find: (pipeline) => {
      const found = (variables: readonly Variable[], where: string) =>
        variables
          .filter((one) => !isKey(one) && /\$\{\{[^}]*\b(?:secrets\b|github\.token\b)/i.test(one.value.text))
          .map(({ name, place }) => ({ place, message: `${name} is in the env of ${where}` }));
      return [
        ...(pipeline.kind === 'workflow' ? found(pipeline.env, 'the whole file') : []),
        ...pipeline.jobs
          .filter(({ usesCodex }) => usesCodex)
          .flatMap((job) => [
            ...found(job.env, `the job ${job.id}`),
            ...job.steps
              .filter(({ startsCodex }) => startsCodex)
              .flatMap(({ env }) => found(env, 'the step that starts Codex')),
          ]),
      ];
    },
  },
  {
    id: 'key-in-file',
    severity: 'error',
    title: 'A key is written in the file',
    why: 'Whoever can read the repository, now or in its history, has the key.',
    fix: 'Revoke the key, and read another one from a secret.',
    source,
    find: (pipeline) => {
      const given = actionSteps(pipeline).flatMap(({ step }) => {
        const value = inputOf(step, 'openai-api-key')?.value;
        return value !== undefined && value.text.trim() !== '' && !value.text.includes('${{') ? [value] : [];
      });
      return [
        ...given.map(({ place }) => ({ place, message: 'openai-api-key is no secret of the repository' })),
        ...yamlTextsBelow(pipeline.root).flatMap((one) => {
          const match = given.some(({ place }) => place.line === one.place.line)
            ? null
            : keyForm.exec(one.text);
          return match
            ? [{ place: one.placeAt(match.index), message: 'a text looks like a key of OpenAI' }]
            : [];
        }),
      ];
    },
  },
  {
    id: 'key-printed',
    severity: 'error',
    title: 'The key is printed',
    why: 'Logs, summaries and outputs are read by more people than the key is for; the mask of GitHub knows the exact text only.',
    fix: 'Remove the command. To sign in, pipe the key: printenv OPENAI_API_KEY | codex login --with-api-key.',
    source,
    find: (pipeline) =>
      pipeline.jobs.flatMap((job) =>
        job.steps.flatMap((step) => {
          const names = keyVariables(pipeline, job, step);
          const hasKey = [...pipeline.env, ...job.env, ...step.env].some(isKey);
          return step.commands.flatMap((command): readonly { place: Place; message: string }[] => {
            if (command.isPiped || !shows(command.writes)) return [];
            const [program, ...rest] = startedWords(command.words);
            const name = program?.text ?? (command.words[0]?.text === 'env' ? 'env' : '');
            const place = placeInScript(step, command.offset);
            const texts = [...rest.map(({ raw }) => raw), ...command.given.map(({ text }) => text)];
            if (/^(?:echo|printf|cat)$/.test(name)) {
              const isShown = texts.some(
                (text) =>
                  (!/^'[^']*'$/.test(text) && variablesIn(text).some((one) => names.has(one.name))) ||
                  expressionsIn(text).some(({ inner }) => keyExpression.test(inner)),
              );
              return isShown ? [{ place, message: `${name} prints the key` }] : [];
            }
            const all = rest.length === 0 && /^(?:env|printenv|set)$/.test(name) && hasKey;
            const one = name === 'printenv' && rest.some(({ text }) => names.has(text));
            return all || one ? [{ place, message: `${name} prints the key` }] : [];
          });
        }),
      ),
  },
  {
    id: 'otel-prompt',
    severity: 'error',
    title: 'Prompts are exported',
    why: 'log_user_prompt sends every prompt to the collector, with what people and repositories put into it.',
    fix: 'Leave log_user_prompt out: it is false by default.',
    source,
    find: (pipeline) =>
      settingsOf(pipeline)
        .filter(
          ({ key, value }) => /(?:^|\.)otel\.log_user_prompt$/.test(key) && plainValue(value) === 'true',
        )
        .map(({ place }) => ({ place, message: 'otel.log_user_prompt is true' })),
  },
  {
    id: 'otel-exporter',
    severity: 'warning',
    title: 'Commands and their output are exported',
    why: 'The event tool_result has the full arguments and output of every command, also while log_user_prompt is false.',
    fix: 'Let the collector drop these attributes before it stores them, or leave the exporter out.',
    source,
    find: (pipeline) =>
      settingsOf(pipeline)
        .filter(
          ({ key, value }) =>
            /(?:^|\.)otel\.exporter(?:\.otlp-(?:http|grpc))?$/.test(key) && plainValue(value) !== 'none',
        )
        .map(({ place }) => ({ place, message: 'otel.exporter is set' })),
  },
];
