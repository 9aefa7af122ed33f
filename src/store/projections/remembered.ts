import type { Circumstances } from '../../domain/history/entry/index-entry.ts';
import type { LateRows } from './late-rows.ts';
import type { WordRow } from './word-index.ts';
import type { WriteRow } from './write-row.ts';

/**
 * What a replay knows from the entries before, so that it need not ask the tables again for each entry. An entry that
 * changes it empties it.
 */
export type Remembered = {
  write: WriteRow;
  /** Takes rows that are written later; undefined when all are written at once. */
  late?: LateRows | undefined;
  circumstances?: Circumstances | undefined;
  /** Whether somebody has a role, by the actor as entries name them. */
  roles?: Map<string, boolean> | undefined;
  /** Takes the words of entries instead of the index in the tables. */
  onWords?: ((row: WordRow) => Promise<void>) | undefined;
};
