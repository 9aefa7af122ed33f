import type { EventKind } from '../../../domain/history/entry/event.ts';
import type { RunSums } from '../../../domain/history/find/fold-runs.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { filterOf, type State, slice } from '../../shell/state.ts';

/** What is looked for. */
export type Query = {
  /** The filter as it was typed. */
  line: string;
  /** Whether entries are shown too that the program recorded by itself. */
  machine: boolean;
};

/** How many entries of a kind are left out. */
type Hidden = { kind: EventKind; entries: number };

/** A page of the history that is asked for. */
export type WantedPage = {
  query: Query;
  /**
   * Where a filter begins, the first entries of all, what comes before or after an entry, from an entry on, or what
   * stands below an entry in place of what stands there now.
   */
  from: 'newest' | 'oldest' | { before: number } | { after: number } | { at: number } | { below: number };
  /** The runs whose entries are shown. */
  open: ReadonlySet<string>;
  /** Where the cursor goes; it stays on its entry by default. */
  to?: 'first' | 'last';
  /** Nobody asked for it: it is read because something was recorded. */
  isRefresh?: true;
};

/** A stretch of the history as it was found, newest first; more is read when the cursor comes to its ends. */
export type Found = {
  entries: readonly HistoryEntry[];
  /** The runs that recorded any of them, each as a whole. */
  runs: ReadonlyMap<string, RunSums>;
  /** What they were found by. */
  query: Query;
  /** What was asked for last. */
  asked: Query;
  /** What the program recorded by itself and is left out. */
  hidden: readonly Hidden[];
  /** Why the filter cannot be read. */
  fault: string | undefined;
  /** There are older entries, before this number. */
  older: number | undefined;
  /** There are newer ones, after this number. */
  newer: number | undefined;
  /** What is being read. */
  reading: WantedPage | undefined;
};

const everything: Query = { line: '', machine: false };

/** Whether the rows are shown that the program recorded by itself. */
export const showsMachineRows = slice('machine rows', false);

/** What is looked for now. */
export function queryOf(state: State): Query {
  return { line: filterOf(state, 'history'), machine: showsMachineRows.of(state) };
}

/** Whether two queries find the same. */
export function isSameQuery(one: Query, other: Query): boolean {
  return one.line === other.line && one.machine === other.machine;
}

/** Whether each run is one row: where all entries are shown. */
export function isFolded({ line, machine }: Query): boolean {
  return line === '' && machine;
}

export const found = slice<Found>('history', {
  entries: [],
  runs: new Map(),
  query: everything,
  asked: everything,
  hidden: [],
  fault: undefined,
  older: undefined,
  newer: undefined,
  reading: undefined,
});

/** The runs whose entries are shown below them. */
export const openRuns = slice<ReadonlySet<string>>('open runs', new Set());
