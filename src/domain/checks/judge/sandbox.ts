import { formatPlace } from '../../base/documents/place.ts';
import { describeEnd, errorText, exited, type Outcome } from '../../base/outcome.ts';
import type { Finding } from '../../base/shape/finding.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { ourVerdict } from '../../policy/policy-report.ts';
import {
  differs,
  exposures,
  liveDifferences,
  type ProbeMatrix,
  type ProfileTrial,
  provesNothing,
  seenWord,
} from '../../sandbox/matrix/matrix.ts';
import { sandboxRemedy } from '../../sandbox/matrix/remedy.ts';
import { compareProfiles, describeDifference } from '../../sandbox/profiles/compare-profiles.ts';
import { error, fail, type Judgement, pass, skip, warn } from '../judgement.ts';

/**
 * Passes when a command that prints `nonce` was seen to run inside the sandbox. Without the nonce the
 * sandbox did not start, whatever the exit code (docs/codex-facts.md, "Sandbox errors").
 */
export function judgeSandboxStart(outcome: Outcome, profile: string, nonce: string): Judgement {
  const expected = `codex sandbox -P ${profile} runs a command`;
  if (exited(outcome) && outcome.stdout.split('\n').includes(nonce)) {
    return pass(`a command ran under ${profile}`);
  }
  const message = errorText(outcome);
  if (exited(outcome, 2) && message.includes("unexpected argument '-P'")) {
    return skip('this CLI version has no sandbox -P');
  }
  if (outcome.end.type !== 'exit') return error({ summary: `codex sandbox: ${describeEnd(outcome.end)}` });
  const actual = `${describeEnd(outcome.end)}: ${cleanLine(message).slice(0, 300) || '(nothing on stderr)'}`;
  if (/^bwrap: /m.test(message)) {
    return fail({
      summary: 'the sandbox cannot start on this machine',
      expected,
      actual,
      remedy: 'Allow user namespaces for this user, or run Codex where they are allowed.',
    });
  }
  return fail({ summary: `the sandbox did not start under ${profile}`, expected, actual });
}

const shownAtMost = 5;

/**
 * Fails when a profile opens or closes something it should not, or when the CLI refuses it; is an error when
 * the sandbox did not start, since nothing is known then.
 */
export function judgeMatrix(matrix: ProbeMatrix): Judgement {
  const { trials, findings } = matrix;
  const skipped = trials.find(({ type }) => type === 'skipped');
  if (skipped?.type === 'skipped') return skip(skipped.reason);
  const refused = trials.find(({ type }) => type === 'refused');
  if (refused?.type === 'refused') {
    return fail({
      summary: `the CLI refuses the profile ${refused.profile}`,
      expected: 'every profile is taken',
      actual: refused.message,
      remedy: 'Run codex-cockpit sandbox lint, and fix the profile.',
    });
  }
  const [mistyped] = findings;
  const different = trials.flatMap((trial) =>
    trial.type === 'tried' ? trial.cells.filter(differs).map((cell) => ({ trial, cell })) : [],
  );
  const [first] = different;
  if (first) {
    const lines = different.map(
      ({ trial, cell }) => `${nameOf(trial)}: ${cell.title}: ${seenWord(cell)} (${cell.because})`,
    );
    const more = lines.length > shownAtMost ? [`and ${lines.length - shownAtMost} more`] : [];
    return fail({
      summary: `${different.length} probes do not find what the profiles say`,
      expected: `${nameOf(first.trial)}: ${first.cell.title}: ${first.cell.expected}`,
      actual: [...lines.slice(0, shownAtMost), ...more].join('; '),
      remedy: sandboxRemedy(first.trial, first.cell),
    });
  }
  if (mistyped) {
    return fail({
      summary: `${findings.length === 1 ? 'a line does' : `${findings.length} lines do`} not do what the profiles say`,
      expected: 'every line of a profile does what it says',
      actual: `${formatPlace(mistyped.place)}: ${mistyped.field}: ${mistyped.message}`,
      remedy: mistyped.remedy,
    });
  }
  const dead = trials.find(({ type }) => type === 'not started');
  if (dead?.type === 'not started') {
    const { profile, reason, remedy } = dead;
    return error({ summary: `the sandbox did not start under ${profile}: ${reason}`, remedy });
  }
  const silent = trials.find(provesNothing);
  if (silent) return error({ summary: `no probe could be proved under ${nameOf(silent)}` });
  const tried = trials.flatMap((trial) => (trial.type === 'tried' ? [trial] : []));
  const cells = tried.flatMap((trial) => trial.cells);
  const unproven = cells.filter(({ verdict }) => verdict === 'unproven').length;
  const rest = unproven > 0 ? `, ${unproven} could not be proved here` : '';
  const said = `${tried.length} profiles do what they say in ${cells.length - unproven} probes${rest}`;
  const open = exposures(matrix);
  const [exposed] = open;
  const warnings = matrix.notices.filter(({ verdict }) => verdict === 'warn');
  const [warning] = warnings;
  const aboutHere = warnings.map(({ message }) => message);
  if (!exposed) {
    return warning
      ? warn({
          summary: `${said}; ${aboutHere.length} warnings about this machine`,
          expected: 'the places of this machine are what the profiles take them for',
          actual: aboutHere.join('; '),
          remedy: warning.remedy,
        })
      : pass(said);
  }
  const titles = [...new Set(open.map(({ title }) => title))];
  return warn({
    summary: `${said}; ${titles.length} ways out are open that no rule closes`,
    expected: 'every way out is closed, or accepted in checks/sandbox.yaml',
    actual: [...titles, ...aboutHere].join('; '),
    remedy: `${exposed.title}: ${exposed.risk}. State in checks/sandbox.yaml what you accept, and why.`,
  });
}

/** The same, and a warning where a session answers otherwise than the helper. */
export function judgeLive(matrix: ProbeMatrix): Judgement {
  const judgement = judgeMatrix(matrix);
  const [first] = liveDifferences(matrix);
  if ((judgement.verdict !== 'pass' && judgement.verdict !== 'warn') || !first) return judgement;
  return warn({
    summary: 'a session and the sandbox helper differ',
    expected: `${first.profile}: ${first.title}: ${first.helper}, as by the helper`,
    actual: `${first.live} in a session`,
    remedy: 'Do not rely on this rule in sessions of this version (openai/codex#40555).',
  });
}

const nameOf = ({ profile, mode }: ProfileTrial) => (mode === 'helper' ? profile : `${profile} (${mode})`);

type Table = Readonly<Record<string, unknown>>;

const remedy =
  'Publish the approved profiles with codex-cockpit artifact publish approved-profiles, or have these approved.';

/**
 * Fails when a configuration has other profiles than those that were approved; warns when an approved one is
 * missing.
 *
 * @param approved the approved profiles, as a configuration; undefined while none are approved
 */
export function judgeApprovedProfiles(approved: Table | undefined, actual: Table): Judgement {
  if (!approved)
    return skip('no profiles are approved yet: the artifact approved-profiles has no approved revision');
  const differences = compareProfiles(approved, actual);
  const broken = differences.filter(({ type }) => type !== 'missing');
  const [first] = broken.length > 0 ? broken : differences;
  if (!first) return pass('the profiles are those that were approved');
  const difference = {
    summary: `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'} from the approved profiles`,
    expected: 'the profiles that were approved, and no others',
    actual: (broken.length > 0 ? broken : differences).slice(0, 5).map(describeDifference).join('; '),
    remedy,
  };
  return broken.length > 0 ? fail(difference) : warn(difference);
}

/** Fails on a profile that the CLI refuses or takes in part, warns where it does something else than it says. */
export function judgeProfileLint(findings: readonly Finding[]): Judgement {
  const verdict = ourVerdict(findings);
  const isWorse = (finding: Finding) => ourVerdict([finding]) === 'fail';
  const worstFirst = [...findings.filter(isWorse), ...findings.filter((finding) => !isWorse(finding))];
  if (worstFirst.length === 0) return pass('the permission profiles say what the CLI understands');
  const difference = {
    summary: `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in the permission profiles`,
    expected: 'every key and path is known to this version',
    actual: worstFirst
      .map(({ place, field, message }) => `${formatPlace(place)}: ${field}: ${message}`)
      .join('; '),
    remedy: [...new Set(worstFirst.map(({ remedy }) => remedy))].join(' '),
  };
  return verdict === 'fail' ? fail(difference) : warn(difference);
}
