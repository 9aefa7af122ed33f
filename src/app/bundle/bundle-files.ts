import type { TimelineEntry } from '../../domain/audit/bundle-facts.ts';
import { type Entry, entryLine } from '../../domain/audit/entry.ts';
import { type CockpitEvent, type EventKind, readEvent } from '../../domain/audit/event.ts';
import { parseVerifierKey } from '../../domain/audit/note-key.ts';
import type { ReadStore } from '../../store/open.ts';

type NamedFile = readonly [name: string, content: string];

/** Every entry as one line of canonical JSON, oldest first. */
export async function* entryLines(store: ReadStore): AsyncGenerator<string> {
  for await (const entry of store.entries()) yield `${entryLine(entry)}\n`;
}

/** Every entry, read, oldest first. */
export async function* timeline(store: ReadStore): AsyncGenerator<TimelineEntry> {
  for await (const entry of store.entries()) {
    const { body: _, ...columns } = entry;
    yield { ...columns, event: eventOf(entry) };
  }
}

/** Every recorded checkpoint, as the note that was signed. */
export async function* checkpointFiles(store: ReadStore): AsyncGenerator<NamedFile> {
  for (const { seq, event } of await read(store, 'checkpoint.made')) {
    if (event.kind === 'checkpoint.made')
      yield [`checkpoints/entry-${String(seq).padStart(9, '0')}.checkpoint`, event.body.note];
  }
}

/** The public keys: in the form in which they are handed on, and in the one that openssl reads. */
export function* keyFiles(keys: readonly string[]): Generator<NamedFile> {
  for (const { id, text, publicKey } of keys.map(parseVerifierKey)) {
    yield [`keys/${id}.pem`, publicKey.export({ format: 'pem', type: 'spki' }).toString()];
    yield [`keys/${id}.pub`, `${text}\n`];
  }
}

/** Every revision of a runbook that was published, by the entry that did so. */
export async function* runbookFiles(store: ReadStore): AsyncGenerator<NamedFile> {
  for (const { seq, event } of await read(store, 'runbook.published')) {
    if (event.kind !== 'runbook.published') continue;
    const stored = await store.blob(event.body.text.sha256);
    const name = event.body.runbook.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 60);
    if (stored) yield [`runbooks/entry-${String(seq).padStart(9, '0')}-${name}.md`, stored.text];
  }
}

async function read(
  store: ReadStore,
  kind: EventKind,
): Promise<readonly { seq: number; event: CockpitEvent }[]> {
  const entries = await store.entriesOfKind(kind);
  return entries.flatMap((entry) => {
    const event = eventOf(entry);
    return event ? [{ seq: entry.seq, event }] : [];
  });
}

/** Undefined for an entry that somebody changed into none. */
function eventOf(entry: Entry): CockpitEvent | undefined {
  try {
    return readEvent(entry);
  } catch {
    return undefined;
  }
}
