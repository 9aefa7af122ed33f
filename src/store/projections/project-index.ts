import { type Kysely, sql } from 'kysely';
import type { Entry } from '../../domain/audit/entry.ts';
import type { CockpitEvent } from '../../domain/audit/event.ts';
import { type Circumstances, indexEntry } from '../../domain/audit/index-entry.ts';
import { phaseByGates } from '../../domain/rollout/derive-rollout.ts';
import type { Tables } from '../schema.ts';

/** Keeps the words by which entries are found, and where each day begins and ends. */
export async function projectIndex(db: Kysely<Tables>, entry: Entry, event: CockpitEvent): Promise<void> {
  const { facets, what, words } = indexEntry(entry, event, await circumstances(db));
  await sql`INSERT INTO entry_word (rowid, facets, what, words)
    VALUES (${entry.seq}, ${facets}, ${what}, ${words})`.execute(db);
  await sql`INSERT INTO day (day, first_seq, last_seq) VALUES (${entry.at.slice(0, 10)}, ${entry.seq}, ${entry.seq})
    ON CONFLICT (day) DO UPDATE SET last_seq = excluded.last_seq`.execute(db);
}

async function circumstances(db: Kysely<Tables>): Promise<Circumstances> {
  const rollout = await db.selectFrom('rollout').select('pin').executeTakeFirst();
  if (!rollout) return { phase: undefined, pin: undefined };
  const gates = await db.selectFrom('gate').select(['phase', 'decision']).execute();
  return { phase: phaseByGates(gates), pin: rollout.pin };
}
