import { extname } from 'node:path';
import type { Evidence } from '../../../domain/base/text-evidence.ts';
import type { TimelineEntry } from '../../../domain/history/bundle/bundle-facts.ts';
import { parseVerifierKey } from '../../../domain/history/checkpoints/note-key.ts';
import { type Entry, entryLine } from '../../../domain/history/entry/entry.ts';
import { type CockpitEvent, type EventKind, readEvent } from '../../../domain/history/entry/event.ts';
import type { ReadStore } from '../../../store/connection/open.ts';

type NamedFile = readonly [name: string, content: string];

/** Every entry as one line of canonical JSON, oldest first, whether it is as it was recorded or not. */
export async function* entryLines(store: ReadStore): AsyncGenerator<string> {
  for await (const entry of store.rows()) yield `${entryLine(entry)}\n`;
}

/** Every entry that was found whole, read, oldest first. */
export async function* timeline(store: ReadStore): AsyncGenerator<TimelineEntry> {
  for await (const entry of store.entries()) {
    const { body: _, ...columns } = entry;
    yield { ...columns, event: eventOf(entry) };
  }
}

/** Every recorded checkpoint, as the note that was signed. */
export async function* checkpointFiles(store: ReadStore): AsyncGenerator<NamedFile> {
  for (const { seq, event } of await read(store, 'checkpoint.made')) {
    if (event.kind === 'checkpoint.made') yield [`checkpoints/${numbered(seq)}.checkpoint`, event.body.note];
  }
}

/** The public keys: in the form of signed notes, and in the one that openssl reads. */
export function* keyFiles(keys: readonly string[]): Generator<NamedFile> {
  for (const { id, text, publicKey } of keys.map(parseVerifierKey)) {
    yield [`keys/${id}.pem`, publicKey.export({ format: 'pem', type: 'spki' }).toString()];
    yield [`keys/${id}.pub`, `${text}\n`];
  }
}

/** Every revision of a document that was recorded, by the entry that did so. */
export async function* documentFiles(store: ReadStore): AsyncGenerator<NamedFile> {
  for (const { seq, event } of await read(store, 'artifact.revised')) {
    if (event.kind === 'artifact.revised')
      yield* documentFile(store, {
        folder: 'artifacts',
        seq,
        id: event.body.artifact,
        text: event.body.text,
      });
  }
  for (const { seq, event } of await read(store, 'runbook.published')) {
    if (event.kind === 'runbook.published')
      yield* documentFile(store, { folder: 'runbooks', seq, id: event.body.runbook, text: event.body.text });
  }
}

async function* documentFile(
  store: ReadStore,
  { folder, seq, id, text }: { folder: string; seq: number; id: string; text: Evidence },
): AsyncGenerator<NamedFile> {
  // What was changed is in `texts`, where the verifier names it.
  const stored = await store.blob(text.sha256).catch(() => undefined);
  const name = `${harmless(id).slice(0, 50)}${harmless(extname(text.label)).slice(0, 10)}`;
  if (stored) yield [`${folder}/${numbered(seq)}-${name}`, stored.text];
}

/** Only characters that every system takes in a name. */
function harmless(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '-');
}

function numbered(seq: number): string {
  return `entry-${String(seq).padStart(9, '0')}`;
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

/** Undefined for an entry that somebody damaged. */
function eventOf(entry: Entry): CockpitEvent | undefined {
  try {
    return readEvent(entry);
  } catch {
    return undefined;
  }
}
