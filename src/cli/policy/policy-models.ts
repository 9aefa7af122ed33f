import type { Command } from 'commander';
import { attestCloudModels } from '../../app/policy/attest-models.ts';
import { reviewModelPolicy, usualModelPolicy } from '../../app/policy/review-models.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderModelReport, renderModelReportJson } from '../../report/policy/model-report.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type ModelFlags = CommonFlags & { policy?: string; codex?: string; candidate?: string };
type AttestFlags = CommonFlags & { policy?: string; statement?: string; on?: string };

/** `policy models` and `policy models attest` */
export function definePolicyModels(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const models = command.command('models').description('which models may be used, and which there are');
  const show = models
    .command('show', { isDefault: true })
    .description('the local policy against the catalogs, the cloud side by attestation')
    .option('--policy <file>', `the model policy (default: ${usualModelPolicy})`)
    .option('--codex <path>', 'the pinned CLI (default: the first codex on PATH)')
    .option('--candidate <path>', 'a CLI that may become the pin');
  withCommonFlags(show).action(async (_, self: Command) => {
    const flags = self.optsWithGlobals<ModelFlags>();
    const report = await reading(host, flags, (store) =>
      reviewModelPolicy(host.world, store, { ...flags, signal: host.interrupt }),
    );
    host.out(flags.json ? renderModelReportJson(report) : renderModelReport(report, host.paint));
    finish([report.local.verdict, report.cloud.standing.verdict].includes('fail') ? 1 : 0);
  });

  const attest = models
    .command('attest')
    .description('record that you looked at the models of cloud tasks in the workspace settings')
    .option('--statement <text>', 'what you saw (default: the cloud statement of the policy)')
    .option('--on <day>', 'when you looked, as YYYY-MM-DD (default: today)')
    .option('--policy <file>', `the model policy (default: ${usualModelPolicy})`);
  withCommonFlags(attest).action(async (_, self: Command) => {
    const flags = self.optsWithGlobals<AttestFlags>();
    const { statement, seenOn, until, by } = await recording(host, flags, (store) =>
      attestCloudModels(host.world, store, { ...flags, seenOn: flags.on }),
    );
    const line = `${by} attested what was seen on ${seenOn}, until ${until}: ${statement}\n`;
    host.out(
      flags.json ? jsonDocument('policy-models-attest', { statement, seen_on: seenOn, until, by }) : line,
    );
    finish(0);
  });
  withExamples(models, [
    [
      'codex-cockpit policy models --candidate ./candidate/codex',
      'what an upgrade does to the allowed models',
    ],
    ['codex-cockpit policy models attest', 'you saw in the workspace settings what the policy states'],
  ]);
}
