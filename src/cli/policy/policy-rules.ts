import { testRules } from '../../app/policy/test-rules.ts';
import { rulesExitCode } from '../../domain/policy/rules/rules-report.ts';
import { renderRulesReport, renderRulesReportJson } from '../../report/policy/rules-report.ts';
import { arg, codexFlag, flag, repeatedFlag } from '../program/flags.ts';
import { group, type Subcommand, subcommand } from '../program/subcommand.ts';

const test = subcommand({
  name: 'test',
  summary: 'ask the real CLI what the rules decide for each command of a decision table',
  args: { table: arg('<table>', 'the decision table, in YAML') },
  flags: {
    rules: repeatedFlag(
      '--rules <file>',
      'a rules file; may be repeated (default: of CODEX_HOME and .codex/rules)',
    ),
    requirements: flag('--requirements <file>', 'a requirements.toml whose prefix rules are tried too'),
    codex: codexFlag,
  },
  run: ({ table, rules, requirements, codex }, { world, signal }) =>
    testRules(world, { table, rules, requirements, codex, signal }),
  text: (report, { paint }) => renderRulesReport(report, paint),
  json: renderRulesReportJson,
  exit: rulesExitCode,
  examples: [
    [
      'codex-cockpit policy rules test decisions.yaml',
      'exit 1 when a decision differs, or a rules file is broken',
    ],
    [
      'codex-cockpit policy rules test decisions.yaml --requirements requirements.toml',
      'what the requirements add',
    ],
  ],
});

/** `policy rules` */
export const rules: Subcommand = {
  name: 'rules',
  summary: 'what the rules decide',
  define: group({ subcommands: [test] }),
};
