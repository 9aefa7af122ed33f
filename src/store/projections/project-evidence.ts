import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/audit/entry.ts';
import { type CockpitEvent, readEvent } from '../../domain/audit/event.ts';
import { evidenceOfEvent } from '../../domain/audit/evidence-of-event.ts';
import type { Role } from '../../domain/people/role.ts';
import type { Tables } from '../schema.ts';

/** Keeps the newest evidence of each kind and key for each CLI version. */
export async function projectEvidence(db: Kysely<Tables>, entry: Entry, event: CockpitEvent): Promise<void> {
  // Most entries give none; whose roles are asked for only then.
  if (!evidenceOfEvent(entry, event, [])) return;
  const evidence = evidenceOfEvent(entry, event, await rolesOf(db, entry.actor));
  if (evidence) await db.replaceInto('evidence').values(evidence).execute();
}

/** The roles that somebody has before the entry is projected. */
async function rolesOf(db: Kysely<Tables>, actor: string): Promise<readonly Role[]> {
  const recorded = await db
    .selectFrom('person')
    .innerJoin('entry', 'entry.seq', 'person.seq')
    .select(['entry.seq', 'entry.kind', 'entry.body'])
    .where('person.email', '=', actor)
    .executeTakeFirst();
  const event = recorded && readEvent(recorded);
  return event?.kind === 'person.recorded' ? event.body.roles : [];
}
