import { formatPlace } from '../../../domain/base/documents/place.ts';
import type { Finding } from '../../../domain/base/shape/finding.ts';
import type { Verdict } from '../../../domain/checks/verdict.ts';
import { baseName } from '../../../domain/policy/policy-report.ts';
import {
  differs,
  type MatrixCell,
  type ProbeMatrix,
  type ProfileTrial,
} from '../../../domain/sandbox/matrix/matrix.ts';
import type { Layout } from '../../../domain/sandbox/trials/places.ts';
import { matches } from '../../components/matches.ts';
import type { Work } from '../../components/working.tsx';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';

/** Where the profiles that are tried are taken from. */
export const SOURCES = ['config.toml', 'approved artifact', 'newest draft'] as const;

/** How the profiles are tried. */
export type SandboxChoice = {
  from: (typeof SOURCES)[number];
  /** Names of profiles; all of them when there are none. */
  profiles: readonly string[];
  layout: Layout;
  /** In sessions too. */
  live: boolean;
  /** The profile without a sandbox too. */
  fullAccess: boolean;
  /** `host:port` to connect to, or `none`. */
  outbound: string;
};

/** What was tried, how and when. */
type Trying = { matrix: ProbeMatrix; choice: SandboxChoice; at: Date };

/** The probe matrix, as far as it has been tried. */
export type SandboxState = {
  /** What is being done, with so many trials of so many; undefined while nothing is tried. */
  trying: (Work & { done: number; planned: number }) | undefined;
  /** How the profiles are tried next. */
  choice: SandboxChoice;
  last: Trying | undefined;
  /** What was tried before that. */
  before: ProbeMatrix | undefined;
  /** Why the last try gave nothing. */
  failed: string | undefined;
  /** The first profile that is shown, by its place. */
  first: number;
};

export const sandbox = slice<SandboxState>('sandbox', {
  trying: undefined,
  choice: {
    from: 'config.toml',
    profiles: [],
    layout: 'repository',
    live: false,
    fullAccess: false,
    outbound: 'none',
  },
  last: undefined,
  before: undefined,
  failed: undefined,
  first: 0,
});

export type Tried = Extract<ProfileTrial, { type: 'tried' }>;

/** A row: a line that does not do what it says, something about this machine, a profile that was not tried, or a probe. */
export type SandboxRow =
  | { type: 'finding'; finding: Finding }
  | { type: 'notice'; message: string; remedy: string }
  | { type: 'untried'; trial: Exclude<ProfileTrial, Tried> }
  | { type: 'probe'; probe: string; title: string };

/** The rows that pass the filter: what is wrong with the profiles first, then the probes. */
export const sandboxRows = perState((state): readonly SandboxRow[] => {
  const { last } = sandbox.of(state);
  if (!last) return [];
  const { findings, notices, trials } = last.matrix;
  const probes = new Map<string, SandboxRow>();
  for (const trial of trials) {
    if (trial.type !== 'tried') continue;
    for (const { probe, title } of trial.cells) probes.set(probe, { type: 'probe', probe, title });
  }
  const rows: readonly SandboxRow[] = [
    ...findings.map((finding) => ({ type: 'finding' as const, finding })),
    ...notices
      .filter(({ verdict }) => verdict === 'warn')
      .map(({ message, remedy }) => ({ type: 'notice' as const, message, remedy })),
    ...trials.flatMap((trial) => (trial.type === 'tried' ? [] : [{ type: 'untried' as const, trial }])),
    ...failuresFirst(state, [...probes.values()]),
  ];
  return rows.filter((row) => matches(wordsOf(state, row), filterOf(state, 'sandbox')));
});

/** What is not as intended, then what is open, then the others; each in the order of the matrix. */
function failuresFirst(state: State, probes: readonly SandboxRow[]): readonly SandboxRow[] {
  const rank = { fail: 0, warn: 1, skip: 2, manual: 2, pass: 2 };
  return probes.toSorted((one, other) => rank[rowWorth(state, one)] - rank[rowWorth(state, other)]);
}

/** What stands in the first column of a row. */
export function rowTitle(row: SandboxRow): string {
  switch (row.type) {
    case 'finding':
      return shortPlace(row.finding);
    case 'notice':
      return row.message;
    case 'untried':
      return `${row.trial.profile}: not tried`;
    case 'probe':
      return row.title;
  }
}

/** A path would leave no room for the line and the field. */
function shortPlace({ place, field }: Finding): string {
  return `${formatPlace({ ...place, file: baseName(place.file) })} ${field}`;
}

function wordsOf(state: State, row: SandboxRow): string {
  if (row.type === 'finding')
    return `${row.finding.place.file} ${rowTitle(row)} ${row.finding.message} ${row.finding.remedy}`;
  const cells = cellsOf(state, row).map(({ cell }) => `${cell.observed.type} ${cell.verdict}`);
  return `${rowTitle(row)} ${cells.join(' ')}`;
}

/** The tried profiles, those with findings first. */
export const triedProfiles = perState((state): readonly Tried[] => {
  const trials = sandbox.of(state).last?.matrix.trials ?? [];
  const isClean = ({ cells }: Tried) => Number(!cells.some(differs));
  return trials
    .filter((trial) => trial.type === 'tried')
    .toSorted((one, other) => isClean(one) - isClean(other));
});

/** What was found by the probe of a row, profile by profile. */
export function cellsOf(state: State, row: SandboxRow): readonly { trial: Tried; cell: MatrixCell }[] {
  if (row.type !== 'probe') return [];
  return triedProfiles(state).flatMap((trial) =>
    trial.cells.filter(({ probe }) => probe === row.probe).map((cell) => ({ trial, cell })),
  );
}

const urgency = ['fail', 'warn', 'skip', 'manual', 'pass'] as const satisfies readonly Verdict[];

/** What a cell is worth: `fail` when it is not as intended, `manual` where nothing was intended. */
export function worthOf(cell: MatrixCell): (typeof urgency)[number] {
  if (differs(cell)) return 'fail';
  switch (cell.verdict) {
    case 'exposed':
      return 'warn';
    case 'unproven':
      return 'skip';
    case 'not judged':
      return 'manual';
    default:
      return 'pass';
  }
}

/** What a row is worth: the worst of its cells. */
export function rowWorth(state: State, row: SandboxRow): (typeof urgency)[number] {
  if (row.type === 'finding') return 'fail';
  if (row.type === 'notice') return 'warn';
  if (row.type === 'untried') return row.trial.type === 'skipped' ? 'skip' : 'fail';
  const worths = cellsOf(state, row).map(({ cell }) => worthOf(cell));
  return urgency.find((one) => worths.includes(one)) ?? 'skip';
}

/** The cell that a row has to explain first: one that is not as intended, then one that is open, then one unproven. */
export function worstCell(state: State, row: SandboxRow): { trial: Tried; cell: MatrixCell } | undefined {
  const cells = cellsOf(state, row);
  for (const worth of ['fail', 'warn', 'skip'] as const) {
    const found = cells.find(({ cell }) => worthOf(cell) === worth);
    if (found) return found;
  }
  return cells[0];
}

/** The row under the cursor. */
export function selectedRow(state: State): SandboxRow | undefined {
  return sandboxRows(state)[cursorOf(state, 'sandbox')];
}

/** What identifies a row. */
export function sandboxRowId(row: SandboxRow): string {
  return row.type === 'probe' ? row.probe : `${row.type} ${rowTitle(row)}`;
}

/**
 * What was tried, with the cursor on the first row, which is one that finds something when there is any. A row that is
 * open stays open, as long as it is there.
 */
export function matrixRead(before: State, last: Trying): State {
  const now = sandbox.of(before);
  const open = before.screen === 'sandbox' && before.detail?.of === 'row' ? selectedRow(before) : undefined;
  const state = sandbox.set(before, {
    ...{ ...now, trying: undefined, failed: undefined, first: 0 },
    last,
    before: now.last?.matrix,
  });
  const at = open ? sandboxRows(state).findIndex((row) => sandboxRowId(row) === sandboxRowId(open)) : 0;
  const detail = at < 0 ? undefined : state.detail;
  return { ...state, detail, cursor: { ...state.cursor, sandbox: Math.max(0, at) } };
}

/** A try that gave nothing; what was found before stays. */
export function matrixFailed(state: State, failed: string): State {
  return sandbox.set(state, { ...sandbox.of(state), trying: undefined, failed });
}
