import { cleanLine } from '../../domain/base/text/clean.ts';
import { showName } from '../../domain/base/text/look-alike.ts';
import type { MatrixChange } from '../../domain/sandbox/matrix/compare-matrices.ts';
import {
  differs,
  liveDifferences,
  type ProbeMatrix,
  type ProfileTrial,
  seenWord,
} from '../../domain/sandbox/matrix/matrix.ts';
import { sandboxRemedy } from '../../domain/sandbox/matrix/remedy.ts';
import { alignColumns } from '../base/table.ts';

/** What trials of the sandbox helper alone prove. */
export const helperScope = 'This proves the sandbox helper, not a session; --live tries sessions too.';

/** A profile, and how it was tried unless that was by the helper alone. */
export function trialName({ profile, mode }: ProfileTrial): string {
  return mode === 'helper' ? showName(profile) : `${showName(profile)} (${mode})`;
}

/** Why a profile was not tried, and what to do about it, a line each; none for one that was. */
export function whyUntried(trial: ProfileTrial): readonly string[] {
  switch (trial.type) {
    case 'tried':
      return [];
    case 'refused':
      return [`the CLI refuses it: ${cleanLine(trial.message)}`];
    case 'skipped':
      return [cleanLine(trial.reason)];
    case 'not started':
      return [`the sandbox did not start: ${cleanLine(trial.reason)}`, trial.remedy];
  }
}

/** Where the sandbox helper and a session differ. */
export function describeLive({ helper, live }: ReturnType<typeof liveDifferences>[number]): string {
  return `${helper} by the helper, ${live} in a session`;
}

/** One probe under every profile: what was expected and why, what was seen, what to do. */
export function renderProbe(matrix: ProbeMatrix, probe: string): string {
  const lines = matrix.trials.flatMap((trial) => ['', trialName(trial), ...describeTrial(trial, probe)]);
  const title = matrix.trials
    .flatMap((trial) => (trial.type === 'tried' ? trial.cells : []))
    .find((cell) => cell.probe === probe)?.title;
  const apart = liveDifferences(matrix).filter((one) => one.title === title);
  return [
    `${cleanLine(title ?? probe)} (${cleanLine(probe)}) on codex-cli ${cleanLine(matrix.version)}`,
    ...apart.map((one) => `${cleanLine(one.profile)}: ${describeLive(one)}`),
    ...compareProfiles(matrix, probe),
    ...lines,
    '',
    helperScope,
  ].join('\n');
}

/** The profiles side by side: what each should do with a probe, and what it does. */
function compareProfiles({ trials }: ProbeMatrix, probe: string): readonly string[] {
  const rows = trials.flatMap((trial) => {
    const cell = trial.type === 'tried' ? trial.cells.find((one) => one.probe === probe) : undefined;
    return cell ? [[trialName(trial), cell.expected ?? 'nothing', seenWord(cell), cell.verdict]] : [];
  });
  if (rows.length < 2) return [];
  return ['', ...alignColumns([['PROFILE', 'EXPECTED', 'SEEN', 'IS'], ...rows]).map((row) => `  ${row}`)];
}

/** What was found differently than before, a line each. */
export function renderMatrixChanges(changes: readonly MatrixChange[]): string {
  if (changes.length === 0) return 'Everything that was tried both times was found the same.\n';
  const rows = changes.map(({ profile, mode, title, before, after }) => [
    mode === 'helper' ? showName(profile) : `${showName(profile)} (${mode})`,
    cleanLine(title),
    `${before} → ${after}`,
  ]);
  return `${alignColumns([['PROFILE', 'PROBE', 'CHANGE'], ...rows]).join('\n')}\n`;
}

function describeTrial(trial: ProfileTrial, probe: string): readonly string[] {
  if (trial.type !== 'tried') return whyUntried(trial).map((line) => `  ${line}`);
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
