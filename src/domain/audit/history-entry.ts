import type { Entry } from './entry.ts';
import type { CockpitEvent } from './event.ts';

/** An entry with its body read. */
export type HistoryEntry = Omit<Entry, 'body'> & { event: CockpitEvent };
