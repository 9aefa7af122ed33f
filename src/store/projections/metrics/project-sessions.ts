import type { Entry } from '../../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../../domain/history/entry/event.ts';
import type { WriteRow } from '../write-row.ts';

const columns = ['name', 'home', 'person', 'size', 'mtime_ms', 'packed', 'seq'];

const replaceFile = `REPLACE INTO session_file (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;

/** Keeps by what a session file is known again, and the entry that recorded it last. */
export async function projectSessions(
  { seq }: Entry,
  { kind, body }: CockpitEvent,
  write: WriteRow,
): Promise<void> {
  if (kind !== 'sessions.imported') return;
  const { home, person } = body;
  for (const { name, size, mtime_ms, packed } of body.files)
    await write(replaceFile, [name, home, person, size, mtime_ms, packed ? 1 : 0, seq]);
}
