import type { EventKind } from '../../../domain/history/entry/event.ts';
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

/** A stretch of the history as it was found, newest first; more is read when the cursor comes to its ends. */
export type Found = {
  entries: readonly HistoryEntry[];
  /** What they were found by. */
  query: Query;
  /** What was asked for last. */
  asked: Query;
  /** What the program recorded by itself and is left out. */
  hidden: readonly Hidden[];
  /** Why the filter cannot be read. */
  fault: string | undefined;
  /** There are older entries, before this number; undefined when there is none, or they are being read. */
  older: number | undefined;
  /** There are newer ones, after this number. */
  newer: number | undefined;
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

export const found = slice<Found>('history', {
  entries: [],
  query: everything,
  asked: everything,
  hidden: [],
  fault: undefined,
  older: undefined,
  newer: undefined,
});

/** The runs whose entries are shown below them. */
export const openRuns = slice<ReadonlySet<string>>('open runs', new Set());
