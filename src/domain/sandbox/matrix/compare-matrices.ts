import { type MatrixCell, type ProbeMatrix, seenWord, type TrialMode } from './matrix.ts';

/** A probe that found something else than in the matrix before. */
export type MatrixChange = {
  profile: string;
  mode: TrialMode;
  title: string;
  before: string;
  after: string;
};

/** What two matrices found differently, for what both of them tried. */
export function compareMatrices(before: ProbeMatrix, after: ProbeMatrix): readonly MatrixChange[] {
  return after.trials.flatMap((trial) => {
    if (trial.type !== 'tried') return [];
    const earlier = before.trials.find(
      ({ profile, mode }) => profile === trial.profile && mode === trial.mode,
    );
    if (earlier?.type !== 'tried') return [];
    return trial.cells.flatMap((cell) => {
      const was = earlier.cells.find(({ probe }) => probe === cell.probe);
      if (!was || said(was) === said(cell)) return [];
      const { profile, mode } = trial;
      return [{ profile, mode, title: cell.title, before: said(was), after: said(cell) }];
    });
  });
}

function said(cell: MatrixCell): string {
  return `${seenWord(cell)}, ${cell.verdict}`;
}
