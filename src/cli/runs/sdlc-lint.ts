import { exactVersion } from '../../app/rollout/start-rollout.ts';
import { lintWorkflows, recordLint } from '../../app/runs/workflows/lint-workflows.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { nearestOrAll } from '../../domain/base/text/suggest.ts';
import { hasFindingOf, type Lint } from '../../domain/runs/workflows/finding.ts';
import { isKnownRule } from '../../domain/runs/workflows/lint.ts';
import { ALL_RULES } from '../../domain/runs/workflows/rules/catalog.ts';
import type { Paint } from '../../report/base/paint.ts';
import { renderLintGithub } from '../../report/runs/workflows/github.ts';
import { renderLintJson, renderRulesJson } from '../../report/runs/workflows/json.ts';
import { renderLintMarkdown } from '../../report/runs/workflows/markdown.ts';
import { renderLintSarif } from '../../report/runs/workflows/sarif.ts';
import { renderLint, renderRules } from '../../report/runs/workflows/text.ts';
import { choiceFlag, defaultArg, flag, readFlag, repeatedFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

const formats = {
  text: renderLint,
  json: (lint: Lint, _: Paint) => renderLintJson(lint),
  sarif: (lint: Lint, _: Paint) => renderLintSarif(lint),
  github: (lint: Lint, _: Paint) => renderLintGithub(lint),
  markdown: (lint: Lint, _: Paint) => renderLintMarkdown(lint),
} as const;

const formatNames = Object.keys(formats) as readonly (keyof typeof formats)[];

/** @throws UsageError for a name that no rule has */
function ruleName(name: string): string {
  if (isKnownRule(name)) return name;
  throw new UsageError(
    `there is no rule ${cleanLine(name)}`,
    nearestOrAll(
      name,
      ALL_RULES.map(({ id }) => id),
    ),
  );
}

/** @throws UsageError unless it is `RULE=REASON` */
function ignoredRule(text: string): readonly [rule: string, reason: string] {
  const at = text.indexOf('=');
  const reason = at === -1 ? '' : cleanLine(text.slice(at + 1));
  if (reason === '') {
    throw new UsageError(
      `--ignore ${cleanLine(text)} has no reason`,
      'Write --ignore RULE=REASON; the report shows the reason.',
    );
  }
  return [ruleName(text.slice(0, at)), reason];
}

/** `sdlc lint` */
export const lint = subcommand({
  name: 'lint',
  summary: 'faults in workflows and CI jobs that start Codex, each with the reason and what to do',
  args: { folder: defaultArg('[folder]', 'a repository, or one file', '.') },
  flags: {
    others: flag('--no-others', 'do not ask zizmor and actionlint where they are installed'),
    record: flag('--no-record', 'do not record the lint in the history of the rollout'),
    pin: readFlag(
      '--pin <version>',
      'the version to judge by (default: the pin of the rollout)',
      exactVersion,
    ),
    format: choiceFlag('--format <format>', 'how to print what was found', formatNames, 'text'),
    failOn: choiceFlag(
      '--fail-on <weight>',
      'exit 1 on findings of this weight',
      ['warning', 'error'],
      'warning',
    ),
    rules: repeatedFlag('--rule <rule>', 'only this rule; may be repeated', ruleName),
    ignored: repeatedFlag(
      '--ignore <rule=reason>',
      'findings of this rule do not count; may be repeated',
      ignoredRule,
    ),
  },
  run: async ({ folder, pin: asked, rules, ignored, others, record, readOnly }, call) => {
    const rollout = await call.read(async (store) => store?.rollout());
    const result = await lintWorkflows(call.world, {
      folder,
      pin: asked ?? rollout?.pin,
      rules,
      ignored: new Map(ignored),
      asksOthers: others,
      signal: call.signal,
    });
    // A lint of some rules alone is no evidence about the workflows.
    const isRecorded = rollout !== undefined && record && !readOnly && rules.length === 0;
    const why = isRecorded
      ? await call.record((store) => recordLint(call.world, store, { folder, lint: result }))
      : undefined;
    return { lint: result, why };
  },
  text: ({ lint: result }, { given, paint }) => formats[given.format](result, paint),
  json: ({ lint: result }) => renderLintJson(result),
  advice: ({ why }) => (why === undefined ? undefined : `Not recorded: ${why}.\n`),
  exit: ({ lint: result }, { given }) =>
    hasFindingOf(result, given.failOn) || result.unread.length > 0 ? 1 : 0,
  notes:
    'A comment suppresses a finding of its line: # codex-cockpit: ignore RULE reason. docs/workflows.md.',
  examples: [
    ['codex-cockpit sdlc lint', 'exit 1 when a workflow below .github has an error or a warning'],
    ['codex-cockpit sdlc lint --fail-on error --format sarif > workflows.sarif', 'for code scanning'],
    [
      'codex-cockpit sdlc lint --ignore model-not-pinned="the default is wanted"',
      'shown as suppressed, with the reason',
    ],
  ],
});

/** `sdlc rules` */
export const rules = subcommand({
  name: 'rules',
  summary: 'the rules of the lint, each with the reason and what to do',
  run: () => ALL_RULES,
  text: (all, { paint }) => renderRules(all, paint),
  json: renderRulesJson,
});
