import { cleanLine } from '../../domain/base/text/clean.ts';
import { showName } from '../../domain/base/text/look-alike.ts';
import {
  differs,
  liveDifferences,
  type MatrixCell,
  matrixVerdict,
  type ProbeMatrix,
  type ProfileTrial,
  seenWord,
  whatDiffers,
} from '../../domain/sandbox/matrix/matrix.ts';
import { sandboxRemedy } from '../../domain/sandbox/matrix/remedy.ts';
import { LEGACY } from '../../domain/sandbox/profiles/legacy-settings.ts';
import { jsonDocument } from '../base/json-document.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import { describeFinding, findingFields } from '../policy/policy-report.ts';
import { describeLive, helperScope, trialName, whyUntried } from './probe.ts';

type TriedProfile = Extract<ProfileTrial, { type: 'tried' }>;

const width = 80;
const legacyScope = 'sandbox_mode is tried in a session: the sandbox helper ignores it.';
const rootWarning =
  'run as root: commands may keep its rights in the sandbox; run this as the person who uses the sessions';

/** A row for each probe and a column for each profile, then every difference explained. */
export function renderProbeMatrix(matrix: ProbeMatrix, paint: Paint): string {
  const tried = matrix.trials.filter((trial) => trial.type === 'tried');
  const lines = [
    ...(matrix.asRoot ? [`${paintVerdict('warn', paint, 7)} ${rootWarning}`, ''] : []),
    ...groupColumns(tried).flatMap((group) => [...matrixRows(group), '']),
    ...matrix.trials.flatMap((trial) => describeUntried(trial, paint)),
    ...tried.flatMap((trial) => trial.cells.filter(differs).flatMap((cell) => explain(trial, cell, paint))),
    ...matrix.findings.flatMap((finding) => [
      `${paintVerdict('fail', paint, 7)} a profile does not do what it says`,
      ...describeFinding(finding),
    ]),
    ...liveDifferences(matrix).map(
      (one) =>
        `${paintVerdict('warn', paint, 7)} ${cleanLine(one.profile)}: ${cleanLine(one.title)}: ${describeLive(one)}`,
    ),
    ...describeExposed(tried, paint),
    ...describeUnproven(tried, paint),
    ...matrix.notices.flatMap(({ verdict, message, remedy }) => [
      `${paintVerdict(verdict, paint, 7)} ${cleanLine(message)}`,
      `        ${cleanLine(remedy)}`,
    ]),
    ...describeNotTried(matrix, paint),
    `${paintVerdict(matrixVerdict(matrix), paint, 7)} ${summarizeMatrix(matrix)}`,
    ...(scopeOf(matrix) === 'helper' ? [helperScope] : []),
    ...(tried.some(({ profile }) => profile === LEGACY) ? [legacyScope] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/sandbox-matrix` version 1 (docs/json.md). */
export function renderProbeMatrixJson(matrix: ProbeMatrix): string {
  return jsonDocument('sandbox-matrix', {
    cli_version: matrix.version,
    verdict: matrixVerdict(matrix),
    scope: scopeOf(matrix),
    findings: matrix.findings.map(findingFields),
    trials: matrix.trials.map(trialFields),
    not_tried: matrix.notTried,
    notices: matrix.notices,
    as_root: matrix.asRoot,
    live_differences: liveDifferences(matrix),
  });
}

/** What the profiles were tried with; settings before profiles are always tried in a session. */
function scopeOf({ trials }: ProbeMatrix): 'helper' | 'live' {
  const profiles = trials.filter(({ profile }) => profile !== LEGACY);
  const isLive = profiles.some(({ mode }) => mode === 'live');
  return isLive || (profiles.length === 0 && trials.length > 0) ? 'live' : 'helper';
}

/** `6 profiles on 0.139.0: 84 of 90 as expected, 2 open, 1 closed, 3 unproven` */
function summarizeMatrix({ trials, version }: ProbeMatrix): string {
  const cells = trials.flatMap((trial) => (trial.type === 'tried' ? trial.cells : []));
  const count = (...verdicts: readonly string[]) =>
    cells.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const parts = [
    `${count('as expected')} of ${cells.length} as expected`,
    ...[
      [count('opens'), 'open'] as const,
      [count('closes'), 'closed'] as const,
      [count('unmet'), 'stated and unproven'] as const,
      [count('exposed'), 'exposed'] as const,
      [count('unproven'), 'unproven'] as const,
      [count('not judged'), 'not judged'] as const,
    ].flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : [])),
  ];
  if (cells.length === 0) return `nothing could be tried on ${cleanLine(version)}`;
  return `${trials.length === 1 ? '1 trial' : `${trials.length} trials`} on ${cleanLine(version)}: ${parts.join(', ')}`;
}

/** Columns side by side as far as a line of a terminal goes. */
function groupColumns(tried: readonly TriedProfile[]): readonly (readonly TriedProfile[])[] {
  const title = Math.max(0, ...tried.flatMap(({ cells }) => cells.map((cell) => cell.title.length)));
  const groups: TriedProfile[][] = [];
  let used = width;
  for (const trial of tried) {
    const column = Math.max(trialName(trial).length, '▲ allowed'.length) + 2;
    if (used + column > width) {
      groups.push([]);
      used = title;
    }
    groups.at(-1)?.push(trial);
    used += column;
  }
  return groups;
}

function matrixRows(group: readonly TriedProfile[]): readonly string[] {
  const [first] = group;
  const rows = (first?.cells ?? []).map(({ probe, title }) => [
    cleanLine(title),
    ...group.map(({ cells }) => cellText(cells.find((cell) => cell.probe === probe))),
  ]);
  return alignColumns([['', ...group.map(trialName)], ...rows]);
}

function cellText(cell: MatrixCell | undefined): string {
  switch (cell?.verdict) {
    case undefined:
      return '';
    case 'as expected':
      return cell.observed.type;
    case 'opens':
    case 'closes':
    case 'unmet':
      return `✘ ${seenWord(cell)}`;
    case 'exposed':
      return '▲ allowed';
    case 'unproven':
      return 'unproven';
    case 'not judged':
      return `(${cell.observed.type})`;
  }
}

function explain(trial: ProfileTrial, cell: MatrixCell, paint: Paint): readonly string[] {
  return [
    `${paintVerdict('fail', paint, 7)} ${trialName(trial)}: ${cleanLine(cell.title)}: ${cleanLine(whatDiffers(cell))}`,
    `        ${cleanLine(cell.because)}`,
    `        ${sandboxRemedy(trial, cell)}`,
  ];
}

function describeUntried(trial: ProfileTrial, paint: Paint): readonly string[] {
  const [why, ...more] = whyUntried(trial);
  if (why === undefined || trial.type === 'tried') return [];
  const verdict = ({ refused: 'fail', skipped: 'skip', 'not started': 'error' } as const)[trial.type];
  return [
    `${paintVerdict(verdict, paint, 7)} ${trialName(trial)}: ${why}`,
    ...more.map((line) => `        ${line}`),
  ];
}

/** Each way out that no rule closes once, with the profiles that have it. */
function describeExposed(tried: readonly TriedProfile[], paint: Paint): readonly string[] {
  const exposed = new Map<string, { title: string; risk: string; profiles: string[] }>();
  for (const trial of tried) {
    for (const { probe, title, risk, verdict } of trial.cells) {
      if (verdict !== 'exposed' || risk === undefined) continue;
      const found = exposed.get(probe) ?? { title, risk, profiles: [] };
      exposed.set(probe, { ...found, profiles: [...found.profiles, trialName(trial)] });
    }
  }
  return [...exposed.values()].flatMap(({ title, risk, profiles }) => [
    `${paintVerdict('warn', paint, 7)} exposed: ${cleanLine(title)}: ${profiles.length === tried.length ? 'every profile' : profiles.join(', ')}`,
    `        ${cleanLine(risk)}`,
  ]);
}

const mostNamed = 5;

/** Each reason once, with some of the places that it concerns. */
function describeNotTried({ notTried }: ProbeMatrix, paint: Paint): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { name, reason } of notTried)
    reasons.set(reason, [...(reasons.get(reason) ?? []), showName(name)]);
  return [...reasons].map(([reason, names]) => {
    const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
    return `${paintVerdict('skip', paint, 7)} not tried: ${names.slice(0, mostNamed).join(', ')}${more}: ${cleanLine(reason)}`;
  });
}

/** Each reason once, with the probes that it concerns. */
function describeUnproven(tried: readonly TriedProfile[], paint: Paint): readonly string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { observed, title } of tried.flatMap(({ cells }) => cells)) {
    if (observed.type !== 'unknown') continue;
    reasons.set(observed.reason, (reasons.get(observed.reason) ?? new Set()).add(cleanLine(title)));
  }
  return [...reasons].map(
    ([reason, titles]) => `${paintVerdict('skip', paint, 7)} unproven: ${[...titles].join(', ')}: ${reason}`,
  );
}

function trialFields(trial: ProfileTrial): object {
  const base = { profile: trial.profile, mode: trial.mode, outcome: trial.type };
  switch (trial.type) {
    case 'tried':
      return { ...base, cells: trial.cells.map((cell) => cellFields(trial, cell)) };
    case 'refused':
      return { ...base, message: trial.message };
    case 'skipped':
      return { ...base, reason: trial.reason };
    case 'not started':
      return { ...base, reason: trial.reason, remedy: trial.remedy };
  }
}

function cellFields(trial: ProfileTrial, cell: MatrixCell): object {
  const { observed, expected, risk, place: _, ...rest } = cell;
  return {
    ...rest,
    expected: expected ?? null,
    risk: risk ?? null,
    observed: observed.type,
    reason: observed.type === 'unknown' ? observed.reason : null,
    remedy: differs(cell) ? sandboxRemedy(trial, cell) : null,
  };
}
