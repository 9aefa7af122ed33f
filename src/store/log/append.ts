import type { Kysely } from 'kysely';
import { canonicalJson } from '../../domain/base/canonical-json.ts';
import { type Entry, sealEntry } from '../../domain/history/entry/entry.ts';
import { type EntryOrigin, originColumn } from '../../domain/history/entry/entry-origin.ts';
import { type CockpitEvent, validateEvent } from '../../domain/history/entry/event.ts';
import type { Tables } from '../connection/schema.ts';
import { project } from '../projections/project.ts';
import { type Blob, insertBlobs } from './blob.ts';
import { newestEntry } from './entries.ts';

/** Something to record. The store adds place in the chain, time and id. */
export type Draft = {
  actor: string;
  /** What the entry is about, such as `rollout` or `run/<id>`. */
  subject: string;
  event: CockpitEvent;
  /** Texts that the event names by digest. */
  blobs?: readonly Blob[];
};

/** Where time and ids come from, and what entries say of who records them. */
export type Source = { now: () => Date; newId: (at: Date) => string; origin?: EntryOrigin };

/** Appends entries and updates the projections. The caller has the write lock. */
export async function appendEntries(
  db: Kysely<Tables>,
  drafts: readonly Draft[],
  { now, newId, origin }: Source,
): Promise<readonly Entry[]> {
  let previous = await newestEntry(db);
  const entries: Entry[] = [];
  for (const { actor, subject, event, blobs = [] } of drafts) {
    validateEvent(event);
    const at = now();
    const entry = sealEntry(
      {
        id: newId(at),
        at: at.toISOString(),
        actor,
        kind: event.kind,
        subject,
        body: canonicalJson(event.body),
        origin: origin ? originColumn(origin) : null,
      },
      previous,
    );
    await insertBlobs(db, blobs);
    await db.insertInto('entry').values(entry).execute();
    await project(db, entry);
    entries.push(entry);
    previous = entry;
  }
  return entries;
}
