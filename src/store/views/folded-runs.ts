import { type Kysely, sql } from 'kysely';
import { SUITE_VERDICTS, VERDICTS } from '../../domain/checks/verdict.ts';
import type { RunSums } from '../../domain/history/find/fold-runs.ts';
import type { Tables } from '../connection/schema.ts';
import { storedWord } from './stored-word.ts';

type SumsRow = { run: string; first: number; last: number } & {
  [Column in 'suite' | 'as_candidate' | 'verdict' | 'interrupted']: Tables['run'][Column] | null;
};

type CountRow = { run: string; verdict: string; count: number };

/** What runs came to as a whole; nothing of a run without an entry. */
export async function sumsOfRuns(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly RunSums[]> {
  if (ids.length === 0) return [];
  const wanted = JSON.stringify(ids);
  const found = await sql<SumsRow>`
    SELECT value AS run, (SELECT min(seq) FROM entry WHERE subject = 'run/' || value) AS first,
      (SELECT max(seq) FROM entry WHERE subject = 'run/' || value) AS last,
      run.suite, run.as_candidate, run.verdict, run.interrupted
    FROM json_each(${wanted}) LEFT JOIN run ON run.id = value WHERE last IS NOT NULL`.execute(db);
  const counted = await sql<CountRow>`
    SELECT run, verdict, count(*) AS count FROM check_result
    WHERE run IN (SELECT value FROM json_each(${wanted})) GROUP BY run, verdict`.execute(db);
  const counts = Map.groupBy(counted.rows, ({ run }) => run);
  return found.rows.map(({ run, first, last, suite, as_candidate, verdict, interrupted }) => ({
    ...{ run, first, last },
    counts: {
      ...{ pass: 0, warn: 0, fail: 0, skip: 0, manual: 0, error: 0 },
      ...Object.fromEntries(
        (counts.get(run) ?? []).map((one) => [storedWord(VERDICTS, one.verdict), one.count]),
      ),
    },
    suite: suite ?? undefined,
    asCandidate: as_candidate === 1,
    verdict: verdict === null ? undefined : storedWord(SUITE_VERDICTS, verdict),
    interrupted: interrupted === 1,
  }));
}
