import { type Kysely, sql } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { EventKind } from '../../domain/history/entry/event.ts';
import type { Tables } from '../connection/schema.ts';
import { withClearErrors } from '../connection/sqlite-errors.ts';
import { readEntries, readEntry, readSound } from '../log/entries.ts';
import { type ArtifactViews, artifactViews } from './artifact-views.ts';
import { type ComplianceViews, complianceViews } from './compliance-views.ts';
import { type FigureViews, figureViews } from './figure-views.ts';
import { type LoopViews, loopViews } from './loop-views.ts';
import { type ReviewViews, reviewViews } from './review-views.ts';
import { type RolloutViews, rolloutViews } from './rollout-views.ts';
import { type RunViews, runViews } from './run-views.ts';
import { type SessionViews, sessionViews } from './session-views.ts';

/** What can be read of the projections; the same inside a transaction and outside. */
export type Views = RolloutViews &
  ArtifactViews &
  ReviewViews &
  LoopViews &
  RunViews &
  ComplianceViews &
  SessionViews &
  FigureViews & {
    /** Every entry of a kind that is recorded rarely, oldest first. */
    entriesOfKind(kind: EventKind): Promise<readonly Entry[]>;
    /** One entry; undefined when there is none with that number. */
    entry(seq: number): Promise<Entry | undefined>;
    /** When somebody recorded something last, RFC 3339; undefined when they never did. */
    lastEntryOf(actor: string): Promise<string | undefined>;
  };

export function views(db: Kysely<Tables>): Views {
  return {
    ...rolloutViews(db),
    ...artifactViews(db),
    ...reviewViews(db),
    ...loopViews(db),
    ...runViews(db),
    ...complianceViews(db),
    ...sessionViews(db),
    ...figureViews(db),
    entriesOfKind: (kind) => Array.fromAsync(readEntries(db, { kind })),
    entry: (seq) => readEntry(db, seq),
    async lastEntryOf(actor) {
      const newest = sql<Entry>`SELECT * FROM entry WHERE actor = ${actor} ORDER BY seq DESC LIMIT 1`;
      return (await readSound(db, newest))[0]?.at;
    },
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
    loopEntries: clear(views.loopEntries),
    firstFigures: clear(views.firstFigures),
    recordedEvents: clear(views.recordedEvents),
    complianceCoverage: clear(views.complianceCoverage),
    listedUntil: clear(views.listedUntil),
    logFilesToFetch: clear(views.logFilesToFetch),
    listedAmong: clear(views.listedAmong),
    complianceRecords: clear(views.complianceRecords),
    complianceActivity: clear(views.complianceActivity),
    complianceDays: clear(views.complianceDays),
    runs: clear(views.runs),
    sessionFiles: clear(views.sessionFiles),
    figureRows: clear(views.figureRows),
    figureHeads: clear(views.figureHeads),
    figureSources: clear(views.figureSources),
    knownFigures: clear(views.knownFigures),
    countedRuns: clear(views.countedRuns),
    newestOfEachSuite: clear(views.newestOfEachSuite),
    entriesOfKind: clear(views.entriesOfKind),
    entry: clear(views.entry),
    lastEntryOf: clear(views.lastEntryOf),
    checksOf: clear(views.checksOf),
    failuresOf: clear(views.failuresOf),
    sumsOfRuns: clear(views.sumsOfRuns),
    newestChecks: clear(views.newestChecks),
    checkTrails: clear(views.checkTrails),
  };
}
