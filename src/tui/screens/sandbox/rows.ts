import { differs, type ProbeMatrix } from '../../../domain/sandbox/matrix/matrix.ts';
import { type State, slice } from '../../shell/state.ts';

/** The probe matrix, as far as it has been tried. */
type SandboxState = {
  /** How many trials are over; undefined while nothing is tried. */
  trying: number | undefined;
  matrix: ProbeMatrix | undefined;
  /** The first profile that is shown, by its place. */
  first: number;
};

export const sandbox = slice<SandboxState>('sandbox', { trying: undefined, matrix: undefined, first: 0 });

/** The probes of the matrix, in its order. */
export function probeRows(state: State): readonly { probe: string; title: string }[] {
  const rows = new Map<string, { probe: string; title: string }>();
  for (const trial of sandbox.of(state).matrix?.trials ?? []) {
    if (trial.type !== 'tried') continue;
    for (const { probe, title } of trial.cells) rows.set(probe, { probe, title });
  }
  return [...rows.values()];
}

/** What was tried, with the cursor on the first probe that finds something. */
export function matrixRead(before: State, matrix: ProbeMatrix | undefined): State {
  const state = sandbox.set(before, { trying: undefined, matrix, first: 0 });
  const cells = matrix?.trials.flatMap((trial) => (trial.type === 'tried' ? trial.cells : [])) ?? [];
  const found = new Set(cells.filter(differs).map(({ probe }) => probe));
  const place = probeRows(state).findIndex(({ probe }) => found.has(probe));
  return { ...state, cursor: { ...state.cursor, sandbox: Math.max(0, place) } };
}
