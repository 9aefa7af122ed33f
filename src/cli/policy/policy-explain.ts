import type { Command } from 'commander';
import { type ExplainRequest, explainPolicy } from '../../app/policy/explain-policy.ts';
import { isConfirmed } from '../../domain/policy/policy-explanation.ts';
import { renderExplanation, renderExplanationJson } from '../../report/policy/policy-explanation.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import { gather } from '../program/gather.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type ExplainFlags = CommonFlags & Omit<ExplainRequest, 'signal'>;

/** `policy explain` */
export function definePolicyExplain(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const explain = command
    .command('explain')
    .description('what a user really gets, layer by layer')
    .option('--set <key=value>', 'ask for a setting, as codex -c does; may be repeated', gather)
    .option('--cloud <file>', 'the cloud-managed requirements, exported')
    .option('--mdm <file>', 'the requirements of the device management, exported: TOML, or its base64')
    .option('--managed <file>', 'the legacy managed config (default: the one in /etc/codex)')
    .option('--system <file>', 'the system requirements (default: the ones in /etc/codex)')
    .option('--config <file>', "the user's config.toml (default: the one in CODEX_HOME)")
    .option('--codex <path>', 'the CLI that is asked (default: the first codex on PATH)');
  withCommonFlags(explain).action(async (_, self: Command) => {
    const flags = self.optsWithGlobals<ExplainFlags>();
    const explanation = await explainPolicy(host.world, { ...flags, signal: host.interrupt });
    host.out(flags.json ? renderExplanationJson(explanation) : renderExplanation(explanation, host.paint));
    finish(isConfirmed(explanation) ? 0 : 1);
  });
  withExamples(explain, [
    ['codex-cockpit policy explain --set approval_policy=never', 'what would this user really get?'],
    [
      'codex-cockpit policy explain --cloud engineering.toml --system team.toml',
      'two layers, merged per field',
    ],
  ]);
}
