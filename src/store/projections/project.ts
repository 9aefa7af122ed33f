import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import { type CockpitEvent, type EventKind, readEvent } from '../../domain/history/entry/event.ts';
import { type Circumstances, indexEntry } from '../../domain/history/entry/index-entry.ts';
import { phaseByGates } from '../../domain/rollout/derive-rollout.ts';
import type { Tables } from '../connection/schema.ts';
import { LateRows, writeDay } from './late-rows.ts';
import { projectFigures } from './metrics/project-figures.ts';
import { projectSessions } from './metrics/project-sessions.ts';
import { projectArtifact } from './project-artifact.ts';
import { projectCompliance } from './project-compliance.ts';
import { projectEvidence } from './project-evidence.ts';
import { projectReview } from './project-review.ts';
import { projectRollout } from './project-rollout.ts';
import { projectRun } from './project-run.ts';
import type { Remembered } from './remembered.ts';
import { insertWords, type WordRow } from './word-index.ts';
import { writeAlone, writeThrough } from './write-row.ts';

/** Brings the projections up to date with one more entry. */
export async function project(db: Kysely<Tables>, entry: Entry): Promise<void> {
  await projectOne(db, entry, { write: writeThrough(db) });
}

/** Projects one entry after another into tables that nobody else reads or writes before the end. */
export class Replay {
  readonly #db: Kysely<Tables>;
  readonly #late: LateRows;
  readonly #remembered: Remembered;

  /**
   * @param alone the connection behind `db` when nothing else uses it before the end
   * @param onWords takes the words of entries instead of the index in the tables
   */
  constructor(
    db: Kysely<Tables>,
    { alone, onWords }: { alone?: Database.Database } & Pick<Remembered, 'onWords'> = {},
  ) {
    const write = alone ? writeAlone(alone) : writeThrough(db);
    this.#db = db;
    this.#late = new LateRows(write);
    this.#remembered = { write, late: this.#late, onWords };
  }

  /** @throws UnusableError when the entry cannot be read or cannot follow those before it; others can still come */
  async next(entry: Entry): Promise<void> {
    if (!leavesEvidence.has(entry.kind)) await this.#late.write();
    await projectOne(this.#db, entry, this.#remembered);
  }

  /** Completes the tables. */
  async end(): Promise<void> {
    await this.#late.write();
  }
}

// Most entries of a history. Of these none reads evidence or takes it back.
const leavesEvidence: ReadonlySet<string> = new Set<EventKind>([
  'run.started',
  'check.finished',
  'run.finished',
]);

async function projectOne(db: Kysely<Tables>, entry: Entry, remembered: Remembered): Promise<void> {
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
  await projectRun(db, entry, event, remembered.write);
  await projectRollout(db, entry, event);
  await projectArtifact(db, entry, event);
  await projectReview(db, entry, event);
  await projectCompliance(db, entry, event, remembered.write);
  await projectSessions(entry, event, remembered.write);
  await projectFigures(entry, event, remembered.write);
}

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
  else await remembered.write(insertWords, row);
  const day = at.slice(0, 10);
  if (remembered.late) await remembered.late.addDay(day, seq);
  else await writeDay(remembered.write, { day, first: seq, last: seq });
}

async function circumstances(db: Kysely<Tables>): Promise<Circumstances> {
  const rollout = await db.selectFrom('rollout').select('pin').executeTakeFirst();
  if (!rollout) return { phase: undefined, pin: undefined };
  const gates = await db.selectFrom('gate').select(['phase', 'decision']).execute();
  return { phase: phaseByGates(gates), pin: rollout.pin };
}
