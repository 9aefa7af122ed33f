import type { Entry } from '../../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../../domain/history/entry/event.ts';
import type { WriteRow } from '../write-row.ts';

// One statement for all files of an entry: hundreds of them take longer than the rest of the entry.
const replaceFiles = `REPLACE INTO session_file (name, home, person, size, mtime_ms, packed, seq)
  SELECT value ->> 'name', ?, ?, value ->> 'size', value ->> 'mtime_ms', value ->> 'packed', ? FROM json_each(?)`;

/** Keeps by what a session file is known again, and the entry that recorded it last. */
export async function projectSessions(
  { seq }: Entry,
  { kind, body }: CockpitEvent,
  write: WriteRow,
): Promise<void> {
  if (kind !== 'sessions.imported') return;
  const { home, person } = body;
  const files = body.files.map(({ name, size, mtime_ms, packed }) => ({
    ...{ name, size, mtime_ms },
    packed: packed ? 1 : 0,
  }));
  await write(replaceFiles, [home, person, seq, JSON.stringify(files)]);
}
