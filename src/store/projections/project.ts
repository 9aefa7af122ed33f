import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/audit/entry.ts';
import { type CockpitEvent, readEvent } from '../../domain/audit/event.ts';
import type { Tables } from '../schema.ts';

/** Brings the projections up to date with one more entry. The only code that writes them. */
export async function project(db: Kysely<Tables>, entry: Entry): Promise<void> {
  await apply(db, entry, readEvent(entry));
}

async function apply(db: Kysely<Tables>, entry: Entry, event: CockpitEvent): Promise<void> {
  switch (event.kind) {
    case 'rollout.started': {
      const { name, pin } = event.body;
      const row = {
        id: 1 as const,
        name,
        pin,
        started_at: entry.at,
        started_by: entry.actor,
        seq: entry.seq,
      };
      await db.insertInto('rollout').values(row).execute();
      return;
    }
    case 'run.started': {
      const { run, suite, pin, cli_path, checks } = event.body;
      await db
        .insertInto('run')
        .values({
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
          interrupted: 0,
        })
        .execute();
      return;
    }
    case 'check.finished': {
      const { run, check, verdict, cli_version } = event.body;
      await db
        .insertInto('check_result')
        .values({ run, check_id: check, seq: entry.seq, verdict, cli_version })
        .execute();
      return;
    }
    case 'run.finished': {
      const { run, verdict, cli_version, duration_ms, interrupted } = event.body;
      await db
        .updateTable('run')
        .set({ verdict, cli_version, duration_ms, interrupted: interrupted ? 1 : 0, finished_at: entry.at })
        .where('id', '=', run)
        .execute();
      return;
    }
  }
}
