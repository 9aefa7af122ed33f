import type { Entry } from '../../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../../domain/history/entry/event.ts';
import type { WriteRow } from '../write-row.ts';

/**
 * Keeps the newest row of each key of imported figures, and the rest of each entry. Without them, every look at the
 * metrics would read all rows that were ever imported.
 */
export async function projectFigures(
  { seq, body: text }: Entry,
  { kind, body }: CockpitEvent,
  write: WriteRow,
): Promise<void> {
  if (kind !== 'figures.imported') return;
  const { source, place } = body;
  await write(insertHead, [seq, source, place, text]);
  if (body.rows.length > 0) await write(insertRows, [source, place, seq, text]);
}

const insertHead = `INSERT INTO figure_head (seq, source, place, head) VALUES (?, ?, ?, json_remove(?, '$.rows'))`;

// All rows of an entry at once, as their text in the entry. Without a WHERE, SQLite takes ON for a part of the join.
const insertRows = `INSERT INTO figure (source, place, key, seq, from_day, to_day, row)
  SELECT ?, ?, value ->> 'key', ?, value ->> 'from', value ->> 'to', value FROM json_each(?, '$.rows') WHERE true
  ON CONFLICT (source, place, key) DO UPDATE
  SET seq = excluded.seq, from_day = excluded.from_day, to_day = excluded.to_day, row = excluded.row`;
