import { type Kysely, sql } from 'kysely';
import {
  type CountedRun,
  type RecordedCheck,
  type RecordedRun,
  recordedCheck,
} from '../../domain/checks/recorded.ts';
import { type CheckTrail, TRAIL_LENGTH } from '../../domain/checks/runs/trail.ts';
import { countVerdicts, SUITE_VERDICTS, VERDICTS } from '../../domain/checks/verdict.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import { bodiesOf } from '../../domain/history/entry/event.ts';
import type { RunSums } from '../../domain/history/find/fold-runs.ts';
import type { Tables } from '../connection/schema.ts';
import { readSound } from '../log/entries.ts';
import { sumsOfRuns } from './folded-runs.ts';
import { storedWord } from './stored-word.ts';

/** What the projections say of runs of suites. */
export type RunViews = {
  /** Runs of suites, newest first, those of candidates among them. */
  runs(limit: number): Promise<readonly RecordedRun[]>;
  /** The same with what came of them. */
  countedRuns(limit: number, of: 'pin' | 'candidates'): Promise<readonly CountedRun[]>;
  /** Of each suite the newest run that came to its end, those of candidates left out, oldest first. */
  newestOfEachSuite(): Promise<readonly CountedRun[]>;
  /** The results of the checks of one run, in the order in which they finished. */
  checksOf(run: string): Promise<readonly RecordedCheck[]>;
  /** The first of those that failed or could not be carried out, at most so many. */
  failuresOf(run: string, limit: number): Promise<readonly RecordedCheck[]>;
  /** What runs came to as a whole; nothing of a run without an entry. */
  sumsOfRuns(ids: readonly string[]): Promise<readonly RunSums[]>;
  /**
   * The newest result of each check, oldest first, from any run but those of candidates.
   *
   * @param cliVersion the CLI version that it must have been gathered on; any by default
   */
  newestChecks(cliVersion?: string): Promise<readonly RecordedCheck[]>;
  /** The newest results of each check. */
  checkTrails(): Promise<readonly CheckTrail[]>;
};

export function runViews(db: Kysely<Tables>): RunViews {
  return {
    async runs(limit) {
      const { rows } = await sql<Tables['run']>`
        SELECT * FROM run ORDER BY seq DESC LIMIT ${limit}`.execute(db);
      return rows.map(toRun);
    },
    async countedRuns(limit, of) {
      const { rows } = await sql<Tables['run']>`
        SELECT * FROM run WHERE as_candidate = ${of === 'candidates' ? 1 : 0} ORDER BY seq DESC LIMIT ${limit}`.execute(
        db,
      );
      return countResults(db, rows);
    },
    async newestOfEachSuite() {
      const { rows } = await sql<Tables['run']>`
        SELECT * FROM run WHERE seq IN (
          SELECT max(seq) FROM run
          WHERE as_candidate = 0 AND interrupted = 0 AND finished_at IS NOT NULL GROUP BY suite
        ) ORDER BY seq`.execute(db);
      return countResults(db, rows);
    },
    async checksOf(run) {
      const finished = sql<Entry>`${checkEntries} WHERE check_result.run = ${run} ORDER BY entry.seq`;
      return toChecks(await readSound(db, finished));
    },
    async failuresOf(run, limit) {
      const failed = sql<Entry>`${checkEntries}
        WHERE check_result.run = ${run} AND check_result.verdict IN ('fail', 'error')
        ORDER BY entry.seq LIMIT ${limit}`;
      return toChecks(await readSound(db, failed));
    },
    sumsOfRuns: (ids) => sumsOfRuns(db, ids),
    async newestChecks(cliVersion) {
      const rows = await newestResults(db, { each: 1, cliVersion });
      return readChecks(
        db,
        rows.map(({ seq }) => seq),
      );
    },
    async checkTrails() {
      const rows = await newestResults(db, { each: TRAIL_LENGTH });
      const byCheck = [...Map.groupBy(rows, ({ check_id }) => check_id)];
      const wanted = byCheck.flatMap(([, results]) => results.slice(-2).map(({ seq }) => seq));
      const checks = new Map((await readChecks(db, wanted)).map((one) => [one.seq, one]));
      const since = await failingSince(
        db,
        byCheck.map(([check]) => check),
      );
      return byCheck.flatMap(([check, results]) => {
        const [last, before] = results.toReversed();
        const newest = last && checks.get(last.seq);
        if (!newest) return [];
        return {
          check,
          results: results.map(({ seq, verdict, cli_version }) => ({
            ...{ seq, verdict: toVerdict(verdict), cliVersion: cli_version ?? undefined },
          })),
          newest,
          before: before && checks.get(before.seq),
          failingSince: since.get(check),
        };
      });
    },
  };
}

async function countResults(
  db: Kysely<Tables>,
  rows: readonly Tables['run'][],
): Promise<readonly CountedRun[]> {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const { rows: results } = await sql<Pick<Tables['check_result'], 'run' | 'verdict'>>`
    SELECT run, verdict FROM check_result WHERE run IN (SELECT value FROM json_each(${ids}))`.execute(db);
  const byRun = Map.groupBy(results, ({ run }) => run);
  return rows.map((row) => ({
    ...toRun(row),
    counts: countVerdicts((byRun.get(row.id) ?? []).map(({ verdict }) => ({ verdict: toVerdict(verdict) }))),
  }));
}

type ResultRow = Pick<Tables['check_result'], 'check_id' | 'seq' | 'verdict' | 'cli_version'>;

/**
 * So many of the newest results of each check, oldest first. Each check and each result is one look into the index, so
 * that the length of the history does not matter.
 */
async function newestResults(
  db: Kysely<Tables>,
  { each, cliVersion }: { each: number; cliVersion?: string | undefined },
): Promise<readonly ResultRow[]> {
  const onVersion = cliVersion === undefined ? sql`` : sql`AND one.cli_version = ${cliVersion}`;
  const { rows } = await sql<ResultRow>`
    ${knownChecks}
    SELECT result.check_id, result.seq, result.verdict, result.cli_version
    FROM known CROSS JOIN check_result AS result
    WHERE known.id IS NOT NULL AND result.seq IN (
      SELECT one.seq FROM check_result AS one
      WHERE one.check_id = known.id AND one.as_candidate = 0 ${onVersion}
      ORDER BY one.seq DESC LIMIT ${each}
    )
    ORDER BY result.seq`.execute(db);
  return rows;
}

/** Every check with a result, without reading all results (https://www.sqlite.org/lang_with.html). */
const knownChecks = sql`WITH RECURSIVE known(id) AS (
    SELECT min(check_id) FROM check_result
    UNION ALL
    SELECT (SELECT min(check_id) FROM check_result WHERE check_id > known.id) FROM known WHERE known.id IS NOT NULL
  )`;

/** The entries in which checks began to fail; none for checks that do not fail now. */
async function failingSince(
  db: Kysely<Tables>,
  checks: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; since: number | null }>`
    SELECT wanted.value AS id, (
      SELECT min(seq) FROM check_result WHERE check_id = wanted.value AND as_candidate = 0 AND seq > coalesce((
        SELECT seq FROM check_result
        WHERE check_id = wanted.value AND as_candidate = 0 AND verdict NOT IN ('fail', 'error')
        ORDER BY seq DESC LIMIT 1
      ), 0)
    ) AS since
    FROM json_each(${JSON.stringify(checks)}) AS wanted`.execute(db);
  return new Map(rows.flatMap(({ id, since }) => (since === null ? [] : [[id, since] as const])));
}

async function readChecks(db: Kysely<Tables>, numbers: readonly number[]): Promise<readonly RecordedCheck[]> {
  if (numbers.length === 0) return [];
  // One value, since SQLite takes at most 32,766 (https://www.sqlite.org/limits.html).
  const wanted = JSON.stringify(numbers);
  const entries = sql<Entry>`SELECT * FROM entry WHERE seq IN (SELECT value FROM json_each(${wanted})) ORDER BY seq`;
  return toChecks(await readSound(db, entries));
}

const checkEntries = sql`SELECT entry.* FROM check_result JOIN entry ON entry.seq = check_result.seq`;

function toChecks(entries: readonly Entry[]): readonly RecordedCheck[] {
  return bodiesOf(entries, 'check.finished').map((entry) => recordedCheck(entry, entry.body));
}

const toVerdict = (text: string) => storedWord(VERDICTS, text);

function toRun(row: Tables['run']): RecordedRun {
  return {
    id: row.id,
    seq: row.seq,
    suite: row.suite,
    pin: row.pin,
    cliPath: row.cli_path,
    cliVersion: row.cli_version ?? undefined,
    startedAt: row.started_at,
    startedBy: row.started_by,
    planned: row.planned,
    finishedAt: row.finished_at ?? undefined,
    durationMs: row.duration_ms ?? undefined,
    verdict: row.verdict === null ? undefined : storedWord(SUITE_VERDICTS, row.verdict),
    interrupted: row.interrupted === 1,
    asCandidate: row.as_candidate === 1,
  };
}
