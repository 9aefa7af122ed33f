import { countVerdicts, type Verdict } from '../../checks/verdict.ts';
import type { EventBody } from '../entry/event.ts';
import type { HistoryEntry } from './history-entry.ts';

/** The entries of a run of a suite, as far as they were read, newest first. */
export type FoldedRun = {
  run: string;
  /** The newest of its entries that was read. */
  newest: HistoryEntry;
  entries: readonly HistoryEntry[];
};

/** A row of the history: an entry, alone or of a run that is open, or a run with its entries folded into it. */
export type HistoryRow =
  | { type: 'entry'; entry: HistoryEntry; isOfRun: boolean }
  | { type: 'run'; run: FoldedRun; isOpen: boolean };

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

/**
 * Folds what each run recorded into one row, where its newest entry is. The rows of an open run follow it; what others
 * recorded meanwhile stays a row of its own.
 *
 * @param entries newest first
 * @param open the runs that are shown with their entries
 */
export function foldRuns(entries: readonly HistoryEntry[], open: ReadonlySet<string>): readonly HistoryRow[] {
  const ofRuns = Map.groupBy(entries, runOf);
  const begun = new Set<string>();
  return entries.flatMap((entry): readonly HistoryRow[] => {
    const run = runOf(entry);
    if (run === undefined) return [{ type: 'entry', entry, isOfRun: false }];
    const isOpen = open.has(run);
    const row: readonly HistoryRow[] = isOpen ? [{ type: 'entry', entry, isOfRun: true }] : [];
    if (begun.has(run)) return row;
    begun.add(run);
    const folded = { run, newest: entry, entries: ofRuns.get(run) ?? [] };
    return [{ type: 'run', run: folded, isOpen }, ...row];
  });
}

/**
 * What a run came to, in words: `52 checks, 3 fail, 1 warn`; `at least` so many where its beginning was not read. While
 * it has not ended, that is said too.
 */
export function describeRun({ entries }: FoldedRun): { verdict: Verdict; text: string } {
  const finished = entries.flatMap(({ event }) => (event.kind === 'check.finished' ? [event.body] : []));
  const end = entries.find(({ event }) => event.kind === 'run.finished')?.event;
  const began = entries.find(({ event }) => event.kind === 'run.started')?.event;
  const suite = began?.kind === 'run.started' ? ` (${began.body.suite}${ofCandidate(began.body)})` : '';
  const counts = countVerdicts(finished);
  const worth = (['fail', 'error', 'warn', 'manual'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `, ${counts[verdict]} ${verdict}`)
    .join('');
  const isOver = end?.kind === 'run.finished';
  const fate = isOver ? (end.body.interrupted ? ', interrupted' : '') : ', not finished';
  const verdict = isOver ? end.body.verdict : 'skip';
  const checks = `${finished.length} ${finished.length === 1 ? 'check' : 'checks'}`;
  // Its older entries may not have been read.
  const least = began ? '' : 'at least ';
  return { verdict, text: `run: ${least}${checks}${worth}${fate}${suite}` };
}

function ofCandidate(body: EventBody<'run.started'>): string {
  return body.v === 2 && body.as_candidate ? ' on a candidate' : '';
}
