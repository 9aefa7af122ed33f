import { formatPlace } from '../../../base/documents/located-yaml.ts';
import {
  differs,
  exposures,
  liveDifferences,
  type ProbeMatrix,
  type ProfileTrial,
  provesNothing,
} from '../../../sandbox/matrix/matrix.ts';
import { sandboxRemedy } from '../../../sandbox/matrix/remedy.ts';
import { error, fail, type Judgement, pass, skip, warn } from '../../judgement.ts';

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
      ({ trial, cell }) => `${name(trial)}: ${cell.title}: ${cell.observed.type} (${cell.because})`,
    );
    const more = lines.length > shownAtMost ? [`and ${lines.length - shownAtMost} more`] : [];
    return fail({
      summary: `${different.length} probes do not find what the profiles say`,
      expected: `${name(first.trial)}: ${first.cell.title}: ${first.cell.expected}`,
      actual: [...lines.slice(0, shownAtMost), ...more].join('; '),
      remedy: sandboxRemedy(first.trial, first.cell),
    });
  }
  if (mistyped) {
    return fail({
      summary: `the CLI ignores ${findings.length === 1 ? 'a key' : `${findings.length} keys`} of the profiles`,
      expected: 'every key of a profile is known to this version',
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
  if (silent) return error({ summary: `no probe could be proved under ${name(silent)}` });
  const tried = trials.flatMap((trial) => (trial.type === 'tried' ? [trial] : []));
  const cells = tried.flatMap((trial) => trial.cells);
  const unproven = cells.filter(({ verdict }) => verdict === 'unproven').length;
  const rest = unproven > 0 ? `, ${unproven} could not be proved here` : '';
  const said = `${tried.length} profiles do what they say in ${cells.length - unproven} probes${rest}`;
  const open = exposures(matrix);
  const [exposed] = open;
  if (!exposed) return pass(said);
  const titles = [...new Set(open.map(({ title }) => title))];
  return warn({
    summary: `${said}; ${titles.length} ways out are open that no rule closes`,
    expected: 'every way out is closed, or accepted in checks/sandbox.yaml',
    actual: titles.join('; '),
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

const name = ({ profile, mode }: ProfileTrial) => (mode === 'helper' ? profile : `${profile} (${mode})`);
