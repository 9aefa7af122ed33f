import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/audit/entry.ts';
import type { CockpitEvent } from '../../domain/audit/event.ts';
import { evidenceOfEvent } from '../../domain/audit/evidence-of-event.ts';
import type { Tables } from '../schema.ts';

/** Keeps the newest evidence of each kind and key for each CLI version. */
export async function projectEvidence(db: Kysely<Tables>, entry: Entry, event: CockpitEvent): Promise<void> {
  const evidence = evidenceOfEvent(entry, event);
  if (evidence) await db.replaceInto('evidence').values(evidence).execute();
}
