import { cleanLine } from '../../../domain/base/text/clean.ts';
import {
  differs,
  liveDifferences,
  type ProbeMatrix,
  type ProfileTrial,
} from '../../../domain/sandbox/matrix/matrix.ts';
import { sandboxRemedy } from '../../../domain/sandbox/matrix/remedy.ts';

/** A profile, and how it was tried unless that was by the helper alone. */
export function trialName({ profile, mode }: ProfileTrial): string {
  return mode === 'helper' ? cleanLine(profile) : `${cleanLine(profile)} (${mode})`;
}

/** One probe under every profile: what was expected and why, what was seen, what to do. */
export function probeDetail(matrix: ProbeMatrix, probe: string): string {
  const lines = matrix.trials.flatMap((trial) => ['', trialName(trial), ...describeTrial(trial, probe)]);
  const title = matrix.trials
    .flatMap((trial) => (trial.type === 'tried' ? trial.cells : []))
    .find((cell) => cell.probe === probe)?.title;
  const apart = liveDifferences(matrix).filter((one) => one.title === title);
  return [
    `${cleanLine(title ?? probe)} (${cleanLine(probe)}) on codex-cli ${cleanLine(matrix.version)}`,
    ...apart.map(({ profile, helper, live }) => `${profile}: ${helper} by the helper, ${live} in a session`),
    ...lines,
    '',
    'This proves the sandbox helper. codex-cockpit sandbox validate --live tries sessions too.',
  ].join('\n');
}

function describeTrial(trial: ProfileTrial, probe: string): readonly string[] {
  switch (trial.type) {
    case 'refused':
      return [`  the CLI refuses it: ${cleanLine(trial.message)}`];
    case 'skipped':
      return [`  skipped: ${cleanLine(trial.reason)}`];
    case 'not started':
      return [`  the sandbox did not start: ${cleanLine(trial.reason)}`, `  ${trial.remedy}`];
    case 'tried': {
      const cell = trial.cells.find((one) => one.probe === probe);
      if (!cell) return ['  not tried'];
      const { observed, expected, because, verdict } = cell;
      const seen = observed.type === 'unknown' ? `unproven: ${observed.reason}` : observed.type;
      return [
        `  expected  ${expected ?? 'nothing'}: ${cleanLine(because)}`,
        `  observed  ${cleanLine(seen)}`,
        `  ${verdict}`,
        ...(cell.verdict === 'exposed' ? [`  ${cleanLine(cell.risk ?? '')}`] : []),
        ...(differs(cell) ? [`  ${sandboxRemedy(trial, cell)}`] : []),
      ];
    }
  }
}
