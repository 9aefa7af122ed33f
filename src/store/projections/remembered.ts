import type { Circumstances } from '../../domain/history/entry/index-entry.ts';
import type { WordRow } from './tables.ts';

/**
 * What a replay knows from the entries before, so that it need not ask the tables again for each entry. An entry that
 * changes it empties it.
 */
export type Remembered = {
  circumstances?: Circumstances | undefined;
  /** Whether somebody has a role, by the actor as entries name them. */
  roles?: Map<string, boolean> | undefined;
  /** Takes the words of entries instead of the index in the tables. */
  onWords?: ((row: WordRow) => Promise<void>) | undefined;
};
