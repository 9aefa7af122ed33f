import type { Entry } from '../../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../../domain/history/entry/event.ts';

/** An entry on its way out, as it is in the log and as it was read. */
export type ExportedEntry = { entry: Entry; event: CockpitEvent };

/** A form in which entries leave, one line each. The same entry always gives the same line. */
export type LineFormat = {
  /** What stands before the first entry, with its line end; empty for most. */
  header: string;
  /** One line with its end, and no other line break in it. */
  line: (exported: ExportedEntry, program: { version: string }) => string;
};
