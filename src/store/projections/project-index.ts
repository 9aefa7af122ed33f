import { CompiledQuery, type Kysely } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../domain/history/entry/event.ts';
import { type Circumstances, indexEntry } from '../../domain/history/entry/index-entry.ts';
import { phaseByGates } from '../../domain/rollout/derive-rollout.ts';
import type { Tables } from '../connection/schema.ts';
import type { Remembered } from './remembered.ts';
import { insertWords, type WordRow } from './tables.ts';

// Written for every entry: building this query anew would take longer than running it.
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
