import { approvedProfiles, draftProfiles } from '../../app/artifacts/read-artifacts.ts';
import { lintSandbox } from '../../app/sandbox/lint-sandbox.ts';
import { validateSandbox } from '../../app/sandbox/validate-sandbox.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { ourVerdict } from '../../domain/policy/policy-report.ts';
import { matrixVerdict } from '../../domain/sandbox/matrix/matrix.ts';
import { LAYOUTS } from '../../domain/sandbox/trials/places.ts';
import { renderProbeMatrix, renderProbeMatrixJson } from '../../report/sandbox/probe-matrix.ts';
import { renderProfileLint, renderProfileLintJson } from '../../report/sandbox/profile-lint.ts';
import type { Call } from '../program/call.ts';
import { arg, choiceFlag, codexFlag, flag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const exitCodes = { pass: 0, warn: 0, fail: 1, error: 3 } as const;

const validate = subcommand({
  name: 'validate',
  summary: 'try what commands can do under permission profiles, with the real CLI',
  args: { profiles: arg('[profiles...]', 'names of profiles (default: all but :danger-full-access)') },
  flags: {
    config: flag('--config <file>', 'the config.toml they are in (default: of CODEX_HOME and the project)'),
    approved: flag('--approved', 'try the profiles of the approved artifact approved-profiles instead'),
    draft: flag('--draft', 'try the profiles of its newest revision, approved or not'),
    requirements: flag(
      '--requirements <file>',
      'try them under requirements too (default: those of the machine, if any)',
    ),
    expectations: flag(
      '--expectations <file>',
      'what is expected beside the profiles (default: checks/sandbox.yaml, if any)',
    ),
    live: flag('--live', 'try them in sessions too: codex exec, with a model on this machine'),
    fullAccess: flag('--full-access', 'consent to try :danger-full-access: the probes run without a sandbox'),
    layout: choiceFlag(
      '--layout <layout>',
      'what the workspace is, or what is in it ($TMPDIR)',
      LAYOUTS,
      'repository',
    ),
    outbound: flag(
      '--outbound <host:port>',
      'where to connect to, or none to leave that probe out (default: api.openai.com:443)',
    ),
    codex: flag(
      '--codex <cli>',
      'the CLI to try (a path, or an installed version; default: the first codex on PATH)',
    ),
  },
  run: async ({ approved, draft, config, profiles, ...given }, call) => {
    const { world, signal } = call;
    const kept = draft ? draftProfiles : approved ? approvedProfiles : undefined;
    const artifact = kept && (await call.read((store) => kept(world, store)));
    const { requirements, expectations, live, fullAccess, layout, outbound, codex } = given;
    return validateSandbox(world, {
      ...{ profiles, requirements, expectations, live, fullAccess, layout, outbound, codex, signal },
      config: artifact ?? config,
      ...progress(call),
    });
  },
  text: (matrix, { paint }) => renderProbeMatrix(matrix, paint),
  json: renderProbeMatrixJson,
  exit: (matrix) => exitCodes[matrixVerdict(matrix)],
  examples: [
    ['codex-cockpit sandbox validate', 'exit 1 when a profile opens or closes more than it says'],
    ['codex-cockpit sandbox validate dev --live', 'the sandbox helper, and a real session'],
    ['codex-cockpit sandbox validate --approved', 'what security approved, before anybody uses it'],
    ['codex-cockpit sandbox validate --layout worktree', 'what commands get in a linked worktree'],
    ['codex-cockpit sandbox validate --draft', 'a draft, before anybody is asked to approve it'],
    [
      'codex-cockpit sandbox validate dev --requirements requirements.toml',
      'with and without the requirements',
    ],
    [
      'codex-cockpit sandbox validate --codex ./candidate/codex --json',
      'the same on a candidate, for programs',
    ],
  ],
});

const lint = subcommand({
  name: 'lint',
  summary: 'settings of permission profiles that the CLI ignores, refuses or reads in another way',
  args: { file: arg('[file]', 'a config.toml (default: of CODEX_HOME)') },
  flags: { codex: codexFlag },
  run: ({ file, codex }, { world, signal }) => lintSandbox(world, { file, codex, signal }),
  text: (linted, { paint }) => renderProfileLint(linted, paint),
  json: renderProfileLintJson,
  exit: ({ findings }) => (ourVerdict(findings) === 'fail' ? 1 : 0),
  examples: [
    ['codex-cockpit sandbox lint', 'exit 1 for a mistyped key: the CLI does not report it'],
    ['codex-cockpit sandbox lint team.config.toml --codex ./candidate/codex', 'for a candidate'],
  ],
});

export const define = group({ subcommands: [validate, lint] });

/** Prints on stderr which trial is done, for a person at a terminal. */
function progress({ host, say }: Call): { onProgress?: OnProgress } {
  if (!host.messagesToTerminal) return {};
  return { onProgress: ({ step }) => step !== undefined && say(`${step}\n`) };
}
