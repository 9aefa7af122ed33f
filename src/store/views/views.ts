import type { Kysely } from 'kysely';
import * as z from 'zod';
import { type RecordedCheck, type RecordedRun, recordedCheck } from '../../domain/checks/recorded.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import { bodiesOf, type EventKind } from '../../domain/history/entry/event.ts';
import type { Tables } from '../connection/schema.ts';
import { withClearErrors } from '../connection/sqlite-errors.ts';
import { readEntries, readEntry, readSound } from '../log/entries.ts';
import { type ArtifactViews, artifactViews } from './artifact-views.ts';
import { type ReviewViews, reviewViews } from './review-views.ts';
import { type RolloutViews, rolloutViews } from './rollout-views.ts';

/** What can be read of the projections; the same inside a transaction and outside. */
export type Views = RolloutViews &
  ArtifactViews &
  ReviewViews & {
    /** Runs of suites, newest first. */
    runs(limit: number): Promise<readonly RecordedRun[]>;
    /** Every entry of a kind that is recorded rarely, oldest first. */
    entriesOfKind(kind: EventKind): Promise<readonly Entry[]>;
    /** One entry; undefined when there is none with that number. */
    entry(seq: number): Promise<Entry | undefined>;
    /** When somebody recorded something last, RFC 3339; undefined when they never did. */
    lastEntryOf(actor: string): Promise<string | undefined>;
    /** The results of the checks of one run, in the order in which they finished. */
    checksOf(run: string): Promise<readonly RecordedCheck[]>;
    /** The newest result of each check from any run, oldest first. */
    newestChecks(): Promise<readonly RecordedCheck[]>;
  };

export function views(db: Kysely<Tables>): Views {
  return {
    ...rolloutViews(db),
    ...artifactViews(db),
    ...reviewViews(db),
    async runs(limit) {
      const rows = await db.selectFrom('run').selectAll().orderBy('seq', 'desc').limit(limit).execute();
      return rows.map(toRun);
    },
    entriesOfKind: (kind) => Array.fromAsync(readEntries(db, { kind })),
    entry: (seq) => readEntry(db, seq),
    async lastEntryOf(actor) {
      const newest = db.selectFrom('entry').selectAll().where('actor', '=', actor).orderBy('seq', 'desc');
      return (await readSound(db, newest.limit(1)))[0]?.at;
    },
    async checksOf(run) {
      const finished = checkEntries(db).where('check_result.run', '=', run);
      return toChecks(await readSound(db, finished.orderBy('entry.seq')));
    },
    async newestChecks() {
      const newest = db
        .selectFrom('check_result')
        .select((of) => of.fn.max('check_result.seq').as('seq'))
        .groupBy('check_id');
      const finished = checkEntries(db).where('check_result.seq', 'in', newest);
      return toChecks(await readSound(db, finished.orderBy('entry.seq')));
    },
  };
}

function checkEntries(db: Kysely<Tables>) {
  return db.selectFrom('check_result').innerJoin('entry', 'entry.seq', 'check_result.seq').selectAll('entry');
}

function toChecks(entries: readonly Entry[]): readonly RecordedCheck[] {
  return bodiesOf(entries, 'check.finished').map((entry) => recordedCheck(entry, entry.body));
}

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
    verdict: z.enum(['pass', 'warn', 'fail', 'error']).nullable().parse(row.verdict) ?? undefined,
    interrupted: row.interrupted === 1,
  };
}

/** The same views, with what SQLite refuses said in words, and with `trust` asked before each. */
export function clearViews(path: string, views: Views, trust: () => Promise<void>): Views {
  const clear =
    <A extends readonly unknown[], R>(ask: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      withClearErrors(path, async () => {
        await trust();
        return ask(...args);
      });
  return {
    rollout: clear(views.rollout),
    people: clear(views.people),
    publishedRunbooks: clear(views.publishedRunbooks),
    evidence: clear(views.evidence),
    waivers: clear(views.waivers),
    signOffs: clear(views.signOffs),
    gates: clear(views.gates),
    artifactEntries: clear(views.artifactEntries),
    catalogRuns: clear(views.catalogRuns),
    artifactCopies: clear(views.artifactCopies),
    reviewHeads: clear(views.reviewHeads),
    reviewEntries: clear(views.reviewEntries),
    runs: clear(views.runs),
    entriesOfKind: clear(views.entriesOfKind),
    entry: clear(views.entry),
    lastEntryOf: clear(views.lastEntryOf),
    checksOf: clear(views.checksOf),
    newestChecks: clear(views.newestChecks),
  };
}
