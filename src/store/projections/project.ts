import { CompiledQuery, type Kysely } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import { type CockpitEvent, readEvent } from '../../domain/history/entry/event.ts';
import { type Circumstances, indexEntry } from '../../domain/history/entry/index-entry.ts';
import { phaseByGates } from '../../domain/rollout/derive-rollout.ts';
import type { Tables } from '../connection/schema.ts';
import { projectArtifact } from './project-artifact.ts';
import { projectEvidence } from './project-evidence.ts';
import { projectReview } from './project-review.ts';
import { projectRollout } from './project-rollout.ts';
import { projectRun } from './project-run.ts';
import type { Remembered } from './remembered.ts';
import { insertWords, type WordRow } from './tables.ts';

/**
 * Brings the projections up to date with one more entry. The only code that writes them.
 *
 * @param remembered one object for all entries of a replay, which nothing else may interrupt
 */
export async function project(db: Kysely<Tables>, entry: Entry, remembered: Remembered = {}): Promise<void> {
  const event = readEvent(entry);
  try {
    await projectEvent(db, entry, event, remembered);
  } catch (cause) {
    if (!isConstraint(cause)) throw cause;
    throw new UnusableError(
      `entry ${entry.seq} (${entry.kind}) cannot follow the entries before it: what it begins was begun already`,
      'No version of codex-cockpit records that: somebody added it. Restore a backup from before it.',
      cause,
    );
  }
}

function isConstraint(cause: unknown): boolean {
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_CONSTRAINT');
}

async function projectEvent(
  db: Kysely<Tables>,
  entry: Entry,
  event: CockpitEvent,
  remembered: Remembered,
): Promise<void> {
  // Before the others: an entry is found by the state when it was recorded, not by what it brought about.
  await projectIndex(db, entry, event, remembered);
  await projectEvidence(db, entry, event, remembered);
  await projectRun(db, entry, event);
  await projectRollout(db, entry, event);
  await projectArtifact(db, entry, event);
  await projectReview(db, entry, event);
}

// Written for every entry: building this query anew would take longer than running it.
const insertDay = `INSERT INTO day (day, first_seq, last_seq) VALUES (?, ?, ?)
  ON CONFLICT (day) DO UPDATE SET last_seq = excluded.last_seq`;

/** Keeps the words by which entries are found, and where each day begins and ends. */
async function projectIndex(
  db: Kysely<Tables>,
  entry: Entry,
  event: CockpitEvent,
  remembered: Remembered,
): Promise<void> {
  remembered.circumstances ??= await circumstances(db);
  const { facets, what, words } = indexEntry(entry, event, remembered.circumstances);
  // Only these move the pin, and pass a gate or open it again.
  if (/^(rollout|phase)\./.test(entry.kind)) remembered.circumstances = undefined;
  const { seq, at } = entry;
  const row: WordRow = [seq, facets, what, words];
  if (remembered.onWords) await remembered.onWords(row);
  else await db.executeQuery(CompiledQuery.raw(insertWords, row));
  await db.executeQuery(CompiledQuery.raw(insertDay, [at.slice(0, 10), seq, seq]));
}

async function circumstances(db: Kysely<Tables>): Promise<Circumstances> {
  const rollout = await db.selectFrom('rollout').select('pin').executeTakeFirst();
  if (!rollout) return { phase: undefined, pin: undefined };
  const gates = await db.selectFrom('gate').select(['phase', 'decision']).execute();
  return { phase: phaseByGates(gates), pin: rollout.pin };
}
