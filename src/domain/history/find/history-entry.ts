import type { Entry } from '../entry/entry.ts';
import { type EntryOrigin, readOrigin } from '../entry/entry-origin.ts';
import { type CockpitEvent, readEvent } from '../entry/event.ts';

/** An entry with its body and its origin read. */
export type HistoryEntry = Omit<Entry, 'body' | 'origin'> & {
  event: CockpitEvent;
  /** Undefined for entries from before it was recorded. */
  origin?: EntryOrigin | undefined;
};

/** @throws UnusableError when the entry is from a newer program */
export function readEntry(entry: Entry): HistoryEntry {
  const { body: _, ...columns } = entry;
  return { ...columns, event: readEvent(entry), origin: readOrigin(entry) };
}
