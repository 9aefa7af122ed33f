import { UsageError } from '../../domain/base/errors.ts';
import type { PhaseId } from '../../domain/base/phase.ts';
import type { Evidence } from '../../domain/base/text-evidence.ts';
import { bodiesOf, readEvent } from '../../domain/history/entry/event.ts';
import { entriesNamedBy, revisionIn, textsNamedBy } from '../../domain/history/entry/event-references.ts';
import type { Circumstances } from '../../domain/history/entry/index-entry.ts';
import { type HistoryEntry, readEntry } from '../../domain/history/find/history-entry.ts';
import { phaseByGates } from '../../domain/rollout/derive-rollout.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import { findDecisions } from './find-decisions.ts';

/** A text that an entry names, and what happened to it. */
export type ShownText = Evidence & {
  /** Undefined unless it is kept. */
  text: string | undefined;
  /** Full size when only its beginning was stored. */
  truncatedFrom: number | undefined;
  state: 'kept' | 'removed' | 'missing';
};

/** What an entry changed a document to, and what that was before; undefined for the first revision. */
type ShownRevision = { name: string; before: string | undefined; after: string };

/** An entry with everything that explains it. */
export type ShownEntry = {
  entry: HistoryEntry;
  /** What held when it was recorded. */
  circumstances: Circumstances;
  /** The entries that it rests on, oldest first. */
  restsOn: readonly HistoryEntry[];
  /** Decisions that rest on it, by themselves or through others, oldest first. */
  restOnIt: readonly HistoryEntry[];
  texts: readonly ShownText[];
  revision: ShownRevision | undefined;
};

/**
 * Reads an entry, the state when it was recorded, what it rests on, and its texts.
 *
 * @throws UsageError when there is no such entry
 */
export async function showEntry(store: ReadStore | undefined, seq: number): Promise<ShownEntry> {
  const found = await store?.entry(seq);
  if (!store || !found)
    throw new UsageError(`there is no entry ${seq}`, 'codex-cockpit audit log lists them.');
  const entry = readEntry(found);
  const named = await Promise.all(entriesNamedBy(entry.event).map((other) => store.entry(other)));
  return {
    entry,
    circumstances: await circumstancesAt(store, seq),
    restsOn: named.flatMap((other) => (other ? [readEntry(other)] : [])),
    restOnIt: (await findDecisions(store, { entry: seq })).map((decision) => decision.entry),
    texts: await readTexts(store, textsNamedBy(entry.event)),
    revision: await readRevision(store, entry),
  };
}

async function circumstancesAt(store: ReadStore, seq: number): Promise<Circumstances> {
  let pin: string | undefined;
  const decisions = new Map<PhaseId, 'passed' | 'revisited'>();
  const kinds = ['rollout.started', 'rollout.pin-moved', 'phase.passed', 'phase.revisited'] as const;
  const earlier = (await Promise.all(kinds.map((kind) => store.entriesOfKind(kind)))).flat();
  for (const entry of earlier.filter((one) => one.seq < seq).sort((a, b) => a.seq - b.seq)) {
    const { kind, body } = readEvent(entry);
    if (kind === 'rollout.started') pin = body.pin;
    if (kind === 'rollout.pin-moved') pin = body.to;
    if (kind === 'phase.passed') decisions.set(body.phase, 'passed');
    if (kind === 'phase.revisited') decisions.set(body.phase, 'revisited');
  }
  const gates = [...decisions].map(([phase, decision]) => ({ phase, decision }));
  return { pin, phase: pin === undefined ? undefined : phaseByGates(gates) };
}

async function readTexts(store: ReadStore, named: readonly Evidence[]): Promise<readonly ShownText[]> {
  const texts = await Promise.all(
    named.map(async (evidence) => ({ evidence, stored: await store.blob(evidence.sha256) })),
  );
  const removed = texts.every(({ stored }) => stored) ? new Set() : await removedTexts(store);
  return texts.map(({ evidence, stored }) => ({
    ...evidence,
    text: stored?.text,
    truncatedFrom: stored?.truncatedFrom,
    state: stored ? 'kept' : removed.has(evidence.sha256) ? 'removed' : 'missing',
  }));
}

/** Digests of the texts that were removed. */
async function removedTexts(store: ReadStore): Promise<ReadonlySet<string>> {
  const removals = bodiesOf(await store.entriesOfKind('blobs.removed'), 'blobs.removed');
  return new Set(removals.flatMap(({ body }) => body.removed.map(({ digest }) => digest)));
}

async function readRevision(
  store: ReadStore,
  { seq, subject, kind, event }: HistoryEntry,
): Promise<ShownRevision | undefined> {
  const text = revisionIn(event);
  const after = text && (await store.blob(text.sha256))?.text;
  if (!text || after === undefined) return undefined;
  const [earlier] = await store.findEntries({ subject, kinds: [kind] }, { before: seq, limit: 1 });
  const before = earlier && revisionIn(readEvent(earlier));
  return { name: text.label, before: before && (await store.blob(before.sha256))?.text, after };
}
