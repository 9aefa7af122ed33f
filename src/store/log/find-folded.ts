import { type Kysely, sql } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { Tables } from '../connection/schema.ts';
import { readSound } from './entries.ts';
import type { EntryPage } from './find-entries.ts';

/** The subjects of runs of suites are `run/<id>`: those from here up to `run0`, the next text without a slash. */
const ofRuns = sql`>= 'run/'`;
const afterRuns = sql`'run0'`;

/**
 * A page of the entries of which each run of a suite has one, its newest, unless it is open. However many entries the
 * runs have, only those of the page are read; the others are left out by the index of subjects.
 *
 * @param open the runs whose entries are all wanted
 */
export async function findFolded(
  db: Kysely<Tables>,
  open: readonly string[],
  { before, after, limit }: EntryPage,
): Promise<readonly Entry[]> {
  const from = after === undefined ? 1 : after + 1;
  const to = before === undefined ? Number.MAX_SAFE_INTEGER : before - 1;
  const order = after === undefined ? sql`DESC` : sql`ASC`;
  const subjects = JSON.stringify(open.map((run) => `run/${run}`));
  // A plus before a column keeps SQLite from going through the whole entries in their order instead of the index.
  const inRange = sql`+seq BETWEEN ${from} AND ${to}`;
  const query = sql<Entry>`
    WITH RECURSIVE run(subject) AS (
      SELECT min(subject) FROM entry WHERE subject ${ofRuns} AND subject < ${afterRuns}
      UNION ALL
      SELECT (SELECT min(subject) FROM entry WHERE subject > run.subject AND subject < ${afterRuns})
      FROM run WHERE run.subject IS NOT NULL
    ),
    wanted(seq) AS (
      SELECT seq FROM entry WHERE subject < 'run/' AND ${inRange}
      UNION ALL
      SELECT seq FROM entry WHERE subject >= ${afterRuns} AND ${inRange}
      UNION ALL
      SELECT seq FROM entry WHERE subject IN (SELECT value FROM json_each(${subjects})) AND ${inRange}
      UNION
      SELECT last FROM (
        SELECT (SELECT max(seq) FROM entry WHERE subject = run.subject) AS last FROM run WHERE run.subject IS NOT NULL
      ) WHERE last BETWEEN ${from} AND ${to}
    )
    SELECT entry.* FROM (SELECT seq FROM wanted ORDER BY seq ${order} LIMIT ${limit}) AS one
    CROSS JOIN entry ON entry.seq = one.seq ORDER BY one.seq ${order}`;
  return readSound(db, query);
}
