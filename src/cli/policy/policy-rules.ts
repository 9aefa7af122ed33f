import type { Command } from 'commander';
import { testRules } from '../../app/policy/test-rules.ts';
import { rulesExitCode } from '../../domain/policy/rules/rules-report.ts';
import { renderRulesReport, renderRulesReportJson } from '../../report/policy/rules-report.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import { gather } from '../program/gather.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type RulesFlags = CommonFlags & { rules?: readonly string[]; requirements?: string; codex?: string };

/** `policy rules test FILE` */
export function definePolicyRules(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const rules = command.command('rules').description('what the rules decide');
  const test = rules
    .command('test')
    .description('try a decision table on rules: command by command, with the real CLI')
    .argument('<table>', 'the decision table, in YAML')
    .option(
      '--rules <file>',
      'a rules file; may be repeated (default: of CODEX_HOME and .codex/rules)',
      gather,
    )
    .option('--requirements <file>', 'a requirements.toml whose prefix rules are tried too')
    .option('--codex <path>', 'the CLI to ask (default: the first codex on PATH)');
  withCommonFlags(test).action(async (table: string, _, self: Command) => {
    const { rules: files = [], requirements, codex, json } = self.optsWithGlobals<RulesFlags>();
    const request = { table, rules: files, requirements, codex, signal: host.interrupt };
    const report = await testRules(host.world, request);
    host.out(json ? renderRulesReportJson(report) : renderRulesReport(report, host.paint));
    finish(rulesExitCode(report));
  });
  withExamples(test, [
    [
      'codex-cockpit policy rules test decisions.yaml',
      'exit 1 when a decision is another, or a rules file is broken',
    ],
    [
      'codex-cockpit policy rules test decisions.yaml --requirements requirements.toml',
      'what the requirements add',
    ],
  ]);
}
