import type { Kysely } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import { type CockpitEvent, readEvent } from '../../domain/history/entry/event.ts';
import type { Tables } from '../connection/schema.ts';
import { projectArtifact } from './project-artifact.ts';
import { projectEvidence } from './project-evidence.ts';
import { projectIndex } from './project-index.ts';
import { projectReview } from './project-review.ts';
import { projectRollout } from './project-rollout.ts';
import { projectRun } from './project-run.ts';
import type { Remembered } from './remembered.ts';

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
  // Before the others: an entry is found by what held when it was recorded, not by what it brought about.
  await projectIndex(db, entry, event, remembered);
  await projectEvidence(db, entry, event, remembered);
  await projectRun(db, entry, event);
  await projectRollout(db, entry, event);
  await projectArtifact(db, entry, event);
  await projectReview(db, entry, event);
}
