import { bodiesOf, type EventKind } from '../../domain/history/entry/event.ts';
import type { PluginCommand } from '../../domain/plugins/inventory/plugin-command.ts';
import type { RecordedReview } from '../../domain/plugins/sources/judge-promotion.ts';
import type { SourceRecord, UnfinishedUpgrade } from '../../domain/plugins/sources/source-record.ts';
import { readTrees, type SourceDecision } from '../../domain/plugins/sources/source-state.ts';
import { isFileLocked } from '../../store/connection/file-lock.ts';
import type { Views } from '../../store/views/views.ts';

/** The file that an upgrade of a marketplace locks while it is in progress, beside the database. */
export const upgradeLock = (database: string, marketplace: string): string =>
  `${database}.upgrade-${encodeURIComponent(marketplace)}.lock`;

/** The history to read from. The locks beside its path show which upgrades are in progress. */
type History = Pick<Views, 'entriesOfKind'> & { path?: string };

/** Reads what was decided, reviewed and acknowledged of each source. */
export async function readSourceRecord(views: History): Promise<SourceRecord> {
  const read = async <K extends EventKind>(kind: K) => bodiesOf(await views.entriesOfKind(kind), kind);
  const decisions = (await read('source.decided')).map(({ seq, at, actor, body }): SourceDecision => {
    const { source, identity, state, reason, review, revision, trees } = body;
    return { source, identity, state, reason, seq, at, actor, review, revision, trees: readTrees(trees) };
  });
  const reviews = new Map<string, RecordedReview>();
  for (const { seq, at, body } of await read('plugins.upgrade-reviewed')) {
    const { marketplace, identity, role, outcome, after_revision: afterRevision } = body;
    const trees = readTrees(body.trees);
    reviews.set(marketplace, { seq, at, marketplace, identity, role, outcome, afterRevision, trees });
  }
  const unfinished = new Map<number, UnfinishedUpgrade>();
  for (const { seq, at, actor, body } of await read('plugins.upgrade-started')) {
    const { marketplace, review, to_revision: revision } = body;
    const trees = readTrees(body.trees);
    unfinished.set(seq, { seq, at, actor, marketplace, isRunning: false, review, revision, trees });
  }
  for (const { body } of await read('plugins.upgraded'))
    if (body.started !== null) unfinished.delete(body.started);
  const acknowledged = new Map<string, readonly PluginCommand[]>();
  for (const { body } of await read('source.acknowledged')) acknowledged.set(body.source, body.commands);
  const { path } = views;
  return {
    decisions,
    reviews,
    unfinished: [...unfinished.values()].map((one) => ({
      ...one,
      isRunning: path !== undefined && isFileLocked(upgradeLock(path, one.marketplace)),
    })),
    acknowledged,
  };
}
