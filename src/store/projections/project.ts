import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/audit/entry.ts';
import { readEvent } from '../../domain/audit/event.ts';
import type { Tables } from '../schema.ts';
import { projectArtifact } from './project-artifact.ts';
import { projectEvidence } from './project-evidence.ts';
import { projectIndex } from './project-index.ts';
import { projectReview } from './project-review.ts';
import { projectRollout } from './project-rollout.ts';
import { projectRun } from './project-run.ts';

/** Brings the projections up to date with one more entry. The only code that writes them. */
export async function project(db: Kysely<Tables>, entry: Entry): Promise<void> {
  const event = readEvent(entry);
  // Before the others: an entry is found by what held when it was recorded, not by what it brought about.
  await projectIndex(db, entry, event);
  await projectEvidence(db, entry, event);
  await projectRun(db, entry, event);
  await projectRollout(db, entry, event);
  await projectArtifact(db, entry, event);
  await projectReview(db, entry, event);
}
