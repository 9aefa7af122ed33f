import { type Command, Option } from 'commander';
import { approvedProfiles, draftProfiles } from '../../app/artifacts/read-artifacts.ts';
import { lintSandbox } from '../../app/sandbox/lint-sandbox.ts';
import { validateSandbox } from '../../app/sandbox/validate-sandbox.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { ourVerdict } from '../../domain/policy/policy-report.ts';
import { matrixVerdict, type ProfileTrial } from '../../domain/sandbox/matrix/matrix.ts';
import { LAYOUTS, type Layout } from '../../domain/sandbox/trials/places.ts';
import { renderProbeMatrix, renderProbeMatrixJson } from '../../report/sandbox/probe-matrix.ts';
import { renderProfileLint, renderProfileLintJson } from '../../report/sandbox/profile-lint.ts';
import { reading } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type ValidateFlags = CommonFlags & {
  approved?: boolean;
  draft?: boolean;
  config?: string;
  requirements?: string;
  expectations?: string;
  live?: boolean;
  fullAccess?: boolean;
  outbound?: string;
  layout?: Layout;
  codex?: string;
};

const exitCodes = { pass: 0, warn: 0, fail: 1, error: 3 } as const;

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const validate = command
    .command('validate')
    .description('try what commands can do under permission profiles, with the real CLI')
    .argument('[profiles...]', 'names of profiles (default: all but :danger-full-access)')
    .option('--config <file>', 'the config.toml they are in (default: of CODEX_HOME and the project)')
    .option('--approved', 'try those of the approved artifact approved-profiles in their place')
    .option('--draft', 'try those of its newest revision, approved or not')
    .option(
      '--requirements <file>',
      'try them under requirements too (default: those of the machine, if any)',
    )
    .option(
      '--expectations <file>',
      'what is expected beside the profiles (default: checks/sandbox.yaml, if any)',
    )
    .option('--live', 'try them in sessions too: codex exec, with a model of ours on this machine')
    .option('--full-access', 'consent to try :danger-full-access: the probes run without a sandbox')
    .addOption(
      new Option('--layout <layout>', 'what the workspace is, or what is in it ($TMPDIR)')
        .choices(LAYOUTS)
        .default('repository'),
    )
    .option(
      '--outbound <host:port>',
      'where to connect to, or none to leave that probe out (default: api.openai.com:443)',
    )
    .option('--codex <path>', 'the CLI to try (default: the first codex on PATH)');
  withCommonFlags(validate).action(async (profiles: readonly string[], _, self: Command) => {
    const { json, ...flags } = self.optsWithGlobals<ValidateFlags>();
    const kept = flags.draft ? draftProfiles : flags.approved ? approvedProfiles : undefined;
    const artifact = kept && (await reading(host, flags, (store) => kept(host.world, store)));
    const matrix = await validateSandbox(host.world, {
      ...flags,
      config: artifact ?? flags.config,
      profiles,
      signal: host.interrupt,
      ...talkOfTrials(host, flags),
    });
    host.out(json ? renderProbeMatrixJson(matrix) : renderProbeMatrix(matrix, host.paint));
    finish(exitCodes[matrixVerdict(matrix)]);
  });
  const lint = command
    .command('lint')
    .description('what permission profiles say that the CLI passes over, refuses or takes otherwise')
    .argument('[file]', 'a config.toml (default: of CODEX_HOME)')
    .option('--codex <path>', 'the CLI it is meant for (default: the first codex on PATH)');
  withCommonFlags(lint).action(async (file: string | undefined, _, self: Command) => {
    const { codex, json } = self.optsWithGlobals<ValidateFlags>();
    const linted = await lintSandbox(host.world, { file, codex, signal: host.interrupt });
    host.out(json ? renderProfileLintJson(linted) : renderProfileLint(linted, host.paint));
    finish(ourVerdict(linted.findings) === 'fail' ? 1 : 0);
  });
  withExamples(lint, [
    ['codex-cockpit sandbox lint', 'exit 1 for a mistyped key: the CLI does not tell'],
    ['codex-cockpit sandbox lint team.config.toml --codex ./candidate/codex', 'for a candidate'],
  ]);
  withExamples(validate, [
    ['codex-cockpit sandbox validate', 'exit 1 when a profile opens or closes more than it says'],
    ['codex-cockpit sandbox validate dev --live', 'the helper beside a real session'],
    ['codex-cockpit sandbox validate --approved', 'what security approved, before anybody has it'],
    ['codex-cockpit sandbox validate --layout worktree', 'what commands get in a linked worktree'],
    ['codex-cockpit sandbox validate --draft', 'what is to be approved, before anybody is asked'],
    [
      'codex-cockpit sandbox validate dev --requirements requirements.toml',
      'with and without the requirements',
    ],
    [
      'codex-cockpit sandbox validate --codex ./candidate/codex --json',
      'the same on a candidate, for programs',
    ],
  ]);
}

/** Tells a person on stderr which trial is over. */
function talkOfTrials(host: Host, { quiet }: CommonFlags): { onTrial?: (trial: ProfileTrial) => void } {
  if (quiet || !host.talksToTerminal) return {};
  return { onTrial: ({ profile, mode }) => host.talk(`tried ${cleanLine(profile)} (${mode})\n`) };
}
