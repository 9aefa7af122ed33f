import { type Command, Option } from 'commander';
import { lintPolicyFile } from '../../app/policy/lint-policy.ts';
import { isAccepted, POLICY_FILES, type PolicyFileKind } from '../../domain/policy/policy-report.ts';
import { renderPolicyReport, renderPolicyReportJson } from '../../report/policy/policy-report.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type LintFlags = CommonFlags & { kind?: PolicyFileKind; codex?: string };

/** `policy lint FILE` */
export function definePolicyLint(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const lint = command
    .command('lint')
    .description('what is wrong with a policy file, by us and by the CLI')
    .argument('<file>', 'requirements.toml, managed_config.toml, config.toml or a profile file')
    .addOption(new Option('--kind <kind>', 'what the file is (default: by its name)').choices(POLICY_FILES))
    .option('--codex <path>', 'the CLI it is meant for (default: the first codex on PATH)');
  withCommonFlags(lint).action(async (file: string, _, self: Command) => {
    const flags = self.optsWithGlobals<LintFlags>();
    const report = await lintPolicyFile(host.world, { file, ...flags, signal: host.interrupt });
    host.out(flags.json ? renderPolicyReportJson(report) : renderPolicyReport(report, host.paint));
    finish(isAccepted(report) ? 0 : 1);
  });
  withExamples(lint, [
    ['codex-cockpit policy lint requirements.toml', 'exit 1 when a key is mistyped or the CLI refuses it'],
    ['codex-cockpit policy lint .codex/config.toml --kind project', 'what a project may not set'],
    ['codex-cockpit policy lint team.toml --kind requirements --codex ./candidate/codex', 'for a candidate'],
  ]);
}
