import type { Place } from '../../../base/documents/place.ts';
import type { YamlText } from '../../../base/documents/yaml-tree.ts';
import { argsOfStep } from '../read/codex-args.ts';
import { configOf } from '../read/codex-call.ts';
import { checkoutsBefore, isForChanges, isOpen, openTriggers, workspaceAt } from '../read/context.ts';
import { expressionsIn, namesIn, untrustedIn, untrustedName, variablesIn } from '../read/expressions.ts';
import {
  codexCommands,
  codexSteps,
  inputOf,
  inputText,
  isCodexAction,
  type Job,
  type Pipeline,
  placeInScript,
  type Step,
} from '../read/pipeline.ts';
import type { Fault, Rule } from '../rule.ts';

const source = 'Untrusted text';

/** Variables of GitLab that whoever opens a merge request or writes a commit sets. */
const ofAuthors =
  /^CI_(?:MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME|LABELS|MILESTONE)|COMMIT_(?:MESSAGE|TITLE|DESCRIPTION|BRANCH|REF_NAME|AUTHOR|TAG_MESSAGE)|EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME)$/;

/** The variables that a step may read and whose value anybody may write, with the name behind each. */
function untrustedVariables(pipeline: Pipeline, job: Job, step: Step): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, value } of [...pipeline.env, ...job.env, ...step.env]) {
    const [first] = untrustedIn(value.text);
    const [variable] =
      pipeline.kind === 'gitlab' ? variablesIn(value.text).filter((one) => ofAuthors.test(one.name)) : [];
    if (first) found.set(name, first.name);
    else if (variable) found.set(name, variable.name);
    else found.delete(name);
  }
  return found;
}

/** A text that reaches Codex as its prompt. `isExpanded`: a shell fills its variables in. */
type Prompt = {
  job: Job;
  step: Step;
  text: string;
  placeAt: (offset: number) => Place;
};

function promptsOf(pipeline: Pipeline): readonly Prompt[] {
  const ofText = (value: YamlText) => ({ text: value.text, placeAt: value.placeAt });
  const byInput = codexSteps(pipeline).flatMap(({ job, step }) => {
    if (step.uses === undefined) return [];
    // What a local action or workflow is given may be its prompt.
    const inputs = isCodexAction(step) ? [inputOf(step, 'prompt')] : step.inputs;
    return inputs.flatMap((input) => (input === undefined ? [] : [{ job, step, ...ofText(input.value) }]));
  });
  const byCommand = codexCommands(pipeline).flatMap(({ job, step, call }) => {
    const words = call.prompt.filter(({ raw }) => !/^'[^']*'$/.test(raw) || raw.includes('${{'));
    const given = call.command.given.filter(({ isExpanded, text }) => isExpanded || text.includes('${{'));
    return [
      ...words.map(({ raw, offset }) => ({ text: raw, offset })),
      ...given.map(({ text, offset }) => ({ text, offset })),
    ].map(({ text, offset }) => ({
      job,
      step,
      text,
      placeAt: (at: number) => placeInScript(step, offset + at),
    }));
  });
  return [...byInput, ...byCommand];
}

function untrustedInPrompt(pipeline: Pipeline, { job, step, text, placeAt }: Prompt): readonly Fault[] {
  const severity = isOpen(pipeline, job, step) ? 'error' : 'warning';
  const variables = untrustedVariables(pipeline, job, step);
  return [
    ...untrustedIn(text).map(({ name, offset }) => ({
      place: placeAt(offset),
      message: `${name} is in the prompt`,
    })),
    ...variablesIn(text).flatMap(({ name, offset }) => {
      const behind =
        variables.get(name) ?? (pipeline.kind === 'gitlab' && ofAuthors.test(name) ? name : undefined);
      return behind === undefined
        ? []
        : [
            {
              place: placeAt(offset),
              message:
                behind === name
                  ? `$${name} is in the prompt`
                  : `$${name}, which is ${behind}, is in the prompt`,
            },
          ];
    }),
  ].map((fault) => ({ ...fault, severity }));
}

/** The scripts of a step that run as code, with expressions filled in before they are read. */
function scriptsOf(step: Step): readonly YamlText[] {
  const isScript = step.action?.name.toLowerCase() === 'actions/github-script';
  return [step.run, isScript ? inputOf(step, 'script')?.value : undefined].filter((one) => one !== undefined);
}

/** Names by which the output of Codex is read, in lower case. */
function codexOutputs(pipeline: Pipeline): (job: Job, name: string) => boolean {
  const steps = new Map(
    pipeline.jobs.map((job) => [
      job.id,
      job.steps.flatMap(({ id, startsCodex }) => (id && startsCodex ? [id.toLowerCase()] : [])),
    ]),
  );
  const isOfStep = (job: Job, name: string) =>
    (steps.get(job.id) ?? []).some((id) => name.startsWith(`steps.${id}.outputs.`));
  return (job, name) => {
    const [, from, output] = /^needs\.([\w-]+)\.outputs\.([\w-]+)$/.exec(name) ?? [];
    const other = pipeline.jobs.find(({ id }) => id.toLowerCase() === from);
    const value = other?.outputs.find((one) => one.name.toLowerCase() === output)?.value.text ?? '';
    const isOfJob =
      other !== undefined &&
      expressionsIn(value).some(({ inner }) => namesIn(inner).some((one) => isOfStep(other, one)));
    return isOfStep(job, name) || isOfJob;
  };
}

/** The texts that earlier steps of the job write into a file that is the prompt. */
function writtenPrompts(pipeline: Pipeline): readonly Prompt[] {
  return promptFiles(pipeline).flatMap(({ job, step, path }) =>
    job.steps
      .filter(({ index }) => index <= step.index)
      .flatMap((writer) =>
        writer.commands
          .filter(({ writes }) => writes.some(({ text }) => sameFile(text, path)))
          .flatMap(({ words, given }) => [
            ...words
              .filter(({ raw }) => !/^'[^']*'$/.test(raw))
              .map(({ raw, offset }) => ({ text: raw, offset })),
            ...given.filter(({ isExpanded }) => isExpanded),
          ])
          .map(({ text, offset }) => ({
            job,
            step: writer,
            text,
            placeAt: (at: number) => placeInScript(writer, offset + at),
          })),
      ),
  );
}

/** Whether two texts name one file of a job. */
function sameFile(one: string, other: string): boolean {
  const plain = (text: string) =>
    text
      .replace(/\$\{\{\s*runner\.temp\s*\}\}|\$\{?RUNNER_TEMP\}?/, '@temp')
      .replace(/\$\{\{\s*github\.workspace\s*\}\}\/|\$\{?GITHUB_WORKSPACE\}?\//, '')
      .replace(/^\.\//, '');
  return plain(one) === plain(other);
}

/** The prompt files that Codex is given, by the action or by `< file` and `$(cat file)`. */
function promptFiles(pipeline: Pipeline): readonly { job: Job; step: Step; path: string; place: Place }[] {
  const byInput = codexSteps(pipeline).flatMap(({ job, step }) => {
    const value = isCodexAction(step) ? inputOf(step, 'prompt-file')?.value : undefined;
    return value === undefined || value.text.trim() === ''
      ? []
      : [{ job, step, path: value.text.trim(), place: value.place }];
  });
  const byCommand = codexCommands(pipeline).flatMap(({ job, step, call }) => {
    const read = call.command.reads.map(({ text, offset }) => ({ text, offset }));
    const shown = call.prompt.flatMap(({ text, offset }) => {
      const [, path] = /\$\(\s*(?:cat\s+|<\s*)["']?([^"')\s]+)["']?\s*\)/.exec(text) ?? [];
      return path === undefined ? [] : [{ text: path, offset }];
    });
    return [...read, ...shown].map(({ text, offset }) => ({
      job,
      step,
      path: text,
      place: placeInScript(step, offset),
    }));
  });
  return [...byInput, ...byCommand];
}

/** The folders in which Codex is started. */
function foldersOf(
  pipeline: Pipeline,
): readonly { job: Job; step: Step; folder: string; place: Place; isOff: boolean }[] {
  const isOff = (options: Parameters<typeof configOf>[0][]) =>
    options.some((option) => {
      const config = configOf(option);
      return config?.key === 'project_doc_max_bytes' && config.value === '0';
    });
  const byInput = codexSteps(pipeline)
    .filter(({ step }) => isCodexAction(step))
    .map(({ job, step }) => ({
      job,
      step,
      folder: inputText(step, 'working-directory'),
      place: inputOf(step, 'working-directory')?.value.place ?? step.uses?.place ?? step.place,
      isOff: isOff([...argsOfStep(step).options]),
    }));
  const byCommand = codexCommands(pipeline).map(({ job, step, call }) => {
    const cd = call.options.find(({ name }) => name === '--cd');
    return {
      job,
      step,
      folder: cd?.value ?? '',
      place: placeInScript(step, call.word.offset),
      isOff: isOff([...call.options]),
    };
  });
  return [...byInput, ...byCommand];
}

const interpreters = /^(?:ba|z|da)?sh$|^(?:source|\.|python3?|node|perl|ruby|deno|bun|pwsh)$/;

/** Commands of a step that run a file into which Codex wrote its answer. */
function startedOutputs(pipeline: Pipeline, step: Step): readonly Fault[] {
  const files = [
    ...codexSteps(pipeline).map((one) => (isCodexAction(one.step) ? inputText(one.step, 'output-file') : '')),
    ...codexCommands(pipeline).map(
      ({ call }) => call.options.find(({ name }) => name === '--output-last-message')?.value ?? '',
    ),
  ].filter((file) => file !== '');
  const isOutput = (text: string) => files.some((file) => sameFile(text, file));
  return step.commands.flatMap(({ words, reads, offset }) => {
    const [program, ...rest] = words;
    const isRun =
      program !== undefined &&
      (isOutput(program.text) ||
        (interpreters.test(program.text) &&
          [rest.find(({ text }) => !text.startsWith('-')), ...reads].some(
            (one) => one !== undefined && isOutput(one.text),
          )));
    return isRun
      ? [{ place: placeInScript(step, offset), message: 'the answer of Codex is run as a program' }]
      : [];
  });
}

/** Rules about text and files that somebody else wrote. */
export const promptRules: readonly Rule[] = [
  {
    id: 'untrusted-text-in-prompt',
    severity: 'warning',
    title: 'What a stranger wrote is part of the prompt',
    why: 'A title, a description or a comment can contain instructions, hidden ones too, and Codex follows them like yours.',
    fix: 'Leave it out, or write it to a file by an environment variable and tell Codex to read that file as data, in a read-only sandbox.',
    source,
    find: (pipeline) =>
      [...promptsOf(pipeline), ...writtenPrompts(pipeline)].flatMap((prompt) =>
        untrustedInPrompt(pipeline, prompt),
      ),
  },
  {
    id: 'untrusted-text-in-script',
    severity: 'error',
    title: 'What a stranger wrote is part of a script',
    why: 'Expressions are filled in before the shell reads the script: a branch or a title such as `"; curl … | sh` runs as a command.',
    fix: 'Give the value to the step by env, and write "$NAME" with quotes in the script.',
    source,
    find: (pipeline) =>
      pipeline.jobs.flatMap(({ steps }) =>
        steps.flatMap((step) =>
          scriptsOf(step).flatMap((script) =>
            expressionsIn(script.text).flatMap(({ inner, offset }): readonly Fault[] => {
              const name = untrustedName(inner);
              const place = script.placeAt(offset);
              if (name !== undefined) return [{ place, message: `${name} is filled into a script` }];
              const input =
                pipeline.kind === 'action'
                  ? namesIn(inner).find((one) => one.startsWith('inputs.'))
                  : undefined;
              return input === undefined
                ? []
                : [
                    {
                      place,
                      message: `${input} is filled into a script, and any workflow may set it`,
                      severity: 'warning',
                    },
                  ];
            }),
          ),
        ),
      ),
  },
  {
    id: 'codex-output-in-script',
    severity: 'error',
    title: 'What Codex wrote is part of a script',
    why: 'Whoever steers the answer of Codex runs commands in this step, outside of its sandbox.',
    fix: 'Give the answer to the step by env, write "$NAME" with quotes, and never eval it.',
    source,
    find: (pipeline) => {
      const isOutput = codexOutputs(pipeline);
      return pipeline.jobs.flatMap((job) =>
        job.steps.flatMap((step) => {
          const filled = scriptsOf(step).flatMap((script) =>
            expressionsIn(script.text)
              .filter(({ inner }) => namesIn(inner).some((name) => isOutput(job, name)))
              .map(({ offset }) => ({
                place: script.placeAt(offset),
                message: 'the answer of Codex is filled into a script',
              })),
          );
          const names = new Set(
            [...job.env, ...step.env]
              .filter(({ value }) =>
                expressionsIn(value.text).some(({ inner }) =>
                  namesIn(inner).some((name) => isOutput(job, name)),
                ),
              )
              .map(({ name }) => name),
          );
          const evaluated = step.commands
            .filter(({ words }) => /^(?:eval|source|\.)$/.test(words[0]?.text ?? ''))
            .filter(({ words }) =>
              words.some(({ text }) => variablesIn(text).some(({ name }) => names.has(name))),
            )
            .map(({ offset }) => ({
              place: placeInScript(step, offset),
              message: 'the answer of Codex is evaluated',
            }));
          return [...filled, ...evaluated, ...startedOutputs(pipeline, step)];
        }),
      );
    },
  },
  {
    id: 'prompt-file-from-change',
    severity: 'warning',
    title: 'The prompt is a file of the change',
    why: 'Whoever opens a pull request can rewrite the prompt in it, and so tell Codex what to do with your key.',
    fix: 'Check out the base into a folder of its own (ref: github.event.pull_request.base.sha, path: base) and name the prompt file there.',
    source,
    find: (pipeline) =>
      promptFiles(pipeline)
        .filter(({ job, step, path }) => workspaceAt(pipeline, job, step, path) === 'change')
        .map(
          ({ place, path, job, step }): Fault => ({
            place,
            message: `${path} is read from the checkout of the change`,
            severity: openTriggers(pipeline, job, step).length > 0 ? 'error' : 'warning',
          }),
        ),
  },
  {
    id: 'untrusted-instructions',
    severity: 'info',
    title: 'Codex follows the AGENTS.md of the change',
    why: 'In a checkout of a change Codex reads AGENTS.md, AGENTS.override.md and .codex from it: whoever opens the pull request can write them.',
    fix: 'Start Codex in a checkout of the base, or pass -c project_doc_max_bytes=0 and give it the rules in the prompt.',
    source,
    find: (pipeline) =>
      foldersOf(pipeline)
        .filter(
          ({ job, step }) =>
            isForChanges(pipeline, job, step) || openTriggers(pipeline, job, step).length > 0,
        )
        .filter(({ isOff }) => !isOff)
        .filter(({ job, step, folder }) => workspaceAt(pipeline, job, step, folder) === 'change')
        .filter(({ job, step }) => checkoutsBefore(pipeline, job, step).length > 0)
        .map(
          ({ place, job, step }): Fault => ({
            place,
            message: 'Codex is started in the checkout of the change',
            severity: openTriggers(pipeline, job, step).length > 0 ? 'warning' : 'info',
          }),
        ),
  },
];
