import { UsageError } from '../../domain/base/errors.ts';
import { readEvent } from '../../domain/history/entry/event.ts';
import { evidenceOfEvent } from '../../domain/history/entry/evidence-of-event.ts';
import {
  DECISION_KINDS,
  type Decision,
  decisionsOn,
  withGrounds,
} from '../../domain/history/find/decisions.ts';
import { readEntry } from '../../domain/history/find/history-entry.ts';
import type { ReadStore } from '../../store/connection/open.ts';

/** What decisions are to rest on: an entry, or evidence that was gathered on a version of the CLI; on anything by default. */
export type Grounds = { entry?: number | undefined; cli?: string | undefined };

/** A decision with what of its grounds was asked for. */
export type FoundDecision = Decision & { through: readonly number[] };

/**
 * Finds decisions by what they rest on, by themselves or through other decisions; oldest first.
 *
 * @throws UsageError when there is no such entry
 */
export async function findDecisions(
  store: ReadStore | undefined,
  { entry, cli }: Grounds,
): Promise<readonly FoundDecision[]> {
  if (!store) return [];
  if (entry !== undefined && !(await store.entry(entry)))
    throw new UsageError(`there is no entry ${entry}`, 'codex-cockpit audit log lists them.');
  const read = async (kind: (typeof DECISION_KINDS)[number] | 'artifact.revised') =>
    (await store.entriesOfKind(kind)).map(readEntry);
  const entries = (await Promise.all(DECISION_KINDS.map(read))).flat();
  const decisions = withGrounds(entries, await read('artifact.revised'));
  if (entry !== undefined) return decisionsOn(decisions, (seq) => seq === entry);
  if (cli !== undefined) {
    const gathered = await gatheredOn(store, decisions, cli);
    return decisionsOn(decisions, (seq) => gathered.has(seq));
  }
  return decisions
    .toSorted((one, other) => one.entry.seq - other.entry.seq)
    .map((decision) => ({ ...decision, through: decision.restsOn }));
}

/** Which of the entries that decisions rest on are evidence that was gathered on that version. */
async function gatheredOn(
  store: ReadStore,
  decisions: readonly Decision[],
  cli: string,
): Promise<ReadonlySet<number>> {
  const gathered = new Set<number>();
  for (const seq of new Set(decisions.flatMap(({ restsOn }) => restsOn))) {
    const entry = await store.entry(seq);
    if (entry && evidenceOfEvent(entry, readEvent(entry), { hasRole: true })?.version === cli)
      gathered.add(seq);
  }
  return gathered;
}
