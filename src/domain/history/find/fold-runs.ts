import type { SuiteVerdict, Verdict } from '../../checks/verdict.ts';
import type { HistoryEntry } from './history-entry.ts';

/** What is known of a run of a suite as a whole, however much of it is at hand. */
export type RunSums = {
  run: string;
  /** Its first and its newest entry. */
  first: number;
  last: number;
  /** How many of its checks have each verdict. */
  counts: Readonly<Record<Verdict, number>>;
  /** Undefined where its beginning was not recorded. */
  suite: string | undefined;
  /** The CLI was judged by itself, to be compared with the pin. */
  asCandidate: boolean;
  /** Undefined while it is in progress, and forever when its process was killed. */
  verdict: SuiteVerdict | undefined;
  interrupted: boolean;
};

/** A run as one row, with its newest entry. */
export type FoldedRun = { sums: RunSums; newest: HistoryEntry };

/** A row of the history: an entry, alone or of a run that is open, or a run with its entries folded into it. */
export type HistoryRow =
  | { type: 'entry'; entry: HistoryEntry; isOfRun: boolean }
  | { type: 'run'; run: FoldedRun; isOpen: boolean };

/** The runs that are known, by their ids, and those that are shown with their entries. */
export type RunsInView = { runs: ReadonlyMap<string, RunSums>; open: ReadonlySet<string> };

/** The run that an entry was recorded by; undefined for what no run records. */
export function runOf({ event }: Pick<HistoryEntry, 'event'>): string | undefined {
  switch (event.kind) {
    case 'run.started':
    case 'check.finished':
    case 'run.finished':
      return event.body.run;
    default:
      return undefined;
  }
}

/** The entries that make a row: not those of a folded run, but for its newest one. */
export function entriesInView(
  entries: readonly HistoryEntry[],
  { runs, open }: RunsInView,
): readonly HistoryEntry[] {
  return entries.filter((entry) => {
    const run = runOf(entry);
    return run === undefined || open.has(run) || (runs.get(run)?.last ?? entry.seq) === entry.seq;
  });
}

/**
 * Folds what each run recorded into one row, where its newest entry is. The rows of an open run follow it; what others
 * recorded meanwhile stays a row of its own.
 *
 * @param entries newest first; any part of the history
 */
export function foldRuns(entries: readonly HistoryEntry[], view: RunsInView): readonly HistoryRow[] {
  return entriesInView(entries, view).flatMap((entry): readonly HistoryRow[] => {
    const run = runOf(entry);
    const sums = run === undefined ? undefined : view.runs.get(run);
    if (!sums) return [{ type: 'entry', entry, isOfRun: false }];
    const isOpen = view.open.has(sums.run);
    const row: readonly HistoryRow[] = isOpen ? [{ type: 'entry', entry, isOfRun: true }] : [];
    if (entry.seq !== sums.last) return row;
    return [{ type: 'run', run: { sums, newest: entry }, isOpen }, ...row];
  });
}

/** What a run came to, in words: `52 checks, 3 fail, 1 warn`. While it has not ended, that is said too. */
export function describeRun({ counts, ...sums }: RunSums): { verdict: Verdict; text: string } {
  const worth = (['fail', 'error', 'warn', 'manual'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `, ${counts[verdict]} ${verdict}`)
    .join('');
  const fate = sums.verdict === undefined ? ', not finished' : sums.interrupted ? ', interrupted' : '';
  const finished = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const checks = `${finished} ${finished === 1 ? 'check' : 'checks'}`;
  const candidate = sums.asCandidate ? ' on a candidate' : '';
  const suite = sums.suite === undefined ? '' : ` (${sums.suite}${candidate})`;
  return { verdict: sums.verdict ?? 'skip', text: `run: ${checks}${worth}${fate}${suite}` };
}
