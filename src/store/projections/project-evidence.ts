import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../domain/history/entry/event.ts';
import { evidenceOfEvent } from '../../domain/history/entry/evidence-of-event.ts';
import type { Tables } from '../connection/schema.ts';
import { writeEvidence } from './late-rows.ts';
import type { Remembered } from './remembered.ts';

/** Keeps the newest evidence of each kind and key for each CLI version. */
export async function projectEvidence(
  db: Kysely<Tables>,
  entry: Entry,
  event: CockpitEvent,
  remembered: Remembered,
): Promise<void> {
  if (event.kind === 'person.recorded') remembered.roles = undefined;
  // Most entries give none; whose role it is is asked only then.
  if (!evidenceOfEvent(entry, event, { hasRole: false })) return;
  const evidence = evidenceOfEvent(entry, event, { hasRole: await hasRole(db, entry.actor, remembered) });
  if (!evidence) return;
  if (remembered.late) await remembered.late.addEvidence(evidence);
  else await writeEvidence(remembered.write, evidence);
}

/** Whether somebody has a role before the entry is projected. */
async function hasRole(db: Kysely<Tables>, actor: string, remembered: Remembered): Promise<boolean> {
  remembered.roles ??= new Map();
  const known = remembered.roles.get(actor);
  if (known !== undefined) return known;
  const person = await db
    .selectFrom('person')
    .select('has_role')
    .where('email', '=', actor)
    .executeTakeFirst();
  remembered.roles.set(actor, person?.has_role === 1);
  return person?.has_role === 1;
}
