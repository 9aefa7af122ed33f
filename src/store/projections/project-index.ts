import { CompiledQuery, type Kysely } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../domain/history/entry/event.ts';
import { type Circumstances, indexEntry } from '../../domain/history/entry/index-entry.ts';
import { phaseByGates } from '../../domain/rollout/derive-rollout.ts';
import type { Tables } from '../connection/schema.ts';
import type { Remembered } from './remembered.ts';

// Written for every entry: building these queries anew would take longer than running them.
const insertWords = 'INSERT INTO entry_word (rowid, facets, what, words) VALUES (?, ?, ?, ?)';
const insertDay = `INSERT INTO day (day, first_seq, last_seq) VALUES (?, ?, ?)
  ON CONFLICT (day) DO UPDATE SET last_seq = excluded.last_seq`;

/** Keeps the words by which entries are found, and where each day begins and ends. */
export async function projectIndex(
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
  await db.executeQuery(CompiledQuery.raw(insertWords, [seq, facets, what, words]));
  await db.executeQuery(CompiledQuery.raw(insertDay, [at.slice(0, 10), seq, seq]));
}

async function circumstances(db: Kysely<Tables>): Promise<Circumstances> {
  const rollout = await db.selectFrom('rollout').select('pin').executeTakeFirst();
  if (!rollout) return { phase: undefined, pin: undefined };
  const gates = await db.selectFrom('gate').select(['phase', 'decision']).execute();
  return { phase: phaseByGates(gates), pin: rollout.pin };
}
