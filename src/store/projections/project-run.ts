import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../domain/history/entry/event.ts';
import type { Tables } from '../connection/schema.ts';
import type { WriteRow } from './write-row.ts';

const insertResult = `INSERT INTO check_result (run, check_id, seq, verdict, cli_version, as_candidate)
  VALUES (?, ?, ?, ?, ?, coalesce((SELECT as_candidate FROM run WHERE id = ?), 0))`;

/** Keeps the runs of suites and the results of their checks. */
export async function projectRun(
  db: Kysely<Tables>,
  entry: Entry,
  { kind, body }: CockpitEvent,
  write: WriteRow,
): Promise<void> {
  switch (kind) {
    case 'run.started': {
      const { run, suite, pin, cli_path, checks } = body;
      const row = {
        id: run,
        seq: entry.seq,
        suite,
        pin,
        cli_path,
        cli_version: null,
        started_at: entry.at,
        started_by: entry.actor,
        planned: checks.length,
        finished_at: null,
        duration_ms: null,
        verdict: null,
        interrupted: 0 as const,
        as_candidate: body.v === 2 && body.as_candidate ? (1 as const) : (0 as const),
      };
      await db.insertInto('run').values(row).execute();
      return;
    }
    case 'check.finished': {
      const { run, check, verdict, cli_version } = body;
      await write(insertResult, [run, check, entry.seq, verdict, cli_version, run]);
      return;
    }
    case 'run.finished': {
      const { run, verdict, cli_version, duration_ms, interrupted } = body;
      await db
        .updateTable('run')
        .set({ verdict, cli_version, duration_ms, interrupted: interrupted ? 1 : 0, finished_at: entry.at })
        .where('id', '=', run)
        .execute();
      return;
    }
  }
}
