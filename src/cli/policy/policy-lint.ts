import { lintPolicyFile } from '../../app/policy/lint-policy.ts';
import { isAccepted, POLICY_FILES } from '../../domain/policy/policy-report.ts';
import { renderPolicyReport, renderPolicyReportJson } from '../../report/policy/policy-report.ts';
import { arg, choiceFlag, codexFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `policy lint` */
export const lint = subcommand({
  name: 'lint',
  summary: 'errors in a policy file, found by our rules and by the CLI',
  args: { file: arg('<file>', 'requirements.toml, managed_config.toml, config.toml or a profile file') },
  flags: {
    kind: choiceFlag('--kind <kind>', 'the kind of the file (default: by its name)', POLICY_FILES),
    codex: codexFlag,
  },
  run: ({ file, kind, codex }, { world, signal }) => lintPolicyFile(world, { file, kind, codex, signal }),
  text: (report, { paint }) => renderPolicyReport(report, paint),
  json: renderPolicyReportJson,
  exit: (report) => (isAccepted(report) ? 0 : 1),
  examples: [
    ['codex-cockpit policy lint requirements.toml', 'exit 1 when a key is mistyped or the CLI refuses it'],
    ['codex-cockpit policy lint .codex/config.toml --kind project', 'what a project may not set'],
    ['codex-cockpit policy lint team.toml --kind requirements --codex ./candidate/codex', 'for a candidate'],
  ],
});
