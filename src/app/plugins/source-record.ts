import { type EventBody, readEvent } from '../../domain/history/entry/event.ts';
import type { PluginCommand } from '../../domain/plugins/inventory/plugin-command.ts';
import type { RecordedReview } from '../../domain/plugins/sources/judge-promotion.ts';
import type { SourceRecord, UnfinishedUpgrade } from '../../domain/plugins/sources/source-record.ts';
import type { PluginTree, SourceDecision } from '../../domain/plugins/sources/source-state.ts';
import { isFileLocked } from '../../store/connection/file-lock.ts';
import type { Views } from '../../store/views/views.ts';

/** The file whose lock an upgrade of a marketplace has while it is at work, beside the database. */
export const upgradeLock = (database: string, marketplace: string): string =>
  `${database}.upgrade-${encodeURIComponent(marketplace)}.lock`;

/** The history to read from; its path, where it has one, tells which upgrades are at work. */
type History = Pick<Views, 'entriesOfKind'> & { path?: string };

/** Reads what was decided, reviewed and acknowledged of each source. */
export async function readSourceRecord(views: History): Promise<SourceRecord> {
  const decisions: SourceDecision[] = [];
  for (const entry of await views.entriesOfKind('source.decided')) {
    const { kind, body } = readEvent(entry);
    if (kind !== 'source.decided') continue;
    const { source, identity, state, reason, review, revision } = body;
    const { seq, at, actor } = entry;
    const trees = treesOf(body);
    decisions.push({ source, identity, state, reason, seq, at, actor, review, revision, trees });
  }
  const reviews = new Map<string, RecordedReview>();
  for (const entry of await views.entriesOfKind('plugins.upgrade-reviewed')) {
    const { kind, body } = readEvent(entry);
    if (kind !== 'plugins.upgrade-reviewed') continue;
    const { marketplace, identity, role, outcome, after_revision: afterRevision } = body;
    reviews.set(marketplace, {
      seq: entry.seq,
      at: entry.at,
      marketplace,
      identity,
      role,
      outcome,
      afterRevision,
      trees: treesOf(body),
    });
  }
  const unfinished = new Map<number, UnfinishedUpgrade>();
  for (const entry of await views.entriesOfKind('plugins.upgrade-started')) {
    const { kind, body } = readEvent(entry);
    if (kind !== 'plugins.upgrade-started') continue;
    const { seq, at, actor } = entry;
    const { marketplace, review, to_revision: revision } = body;
    const isRunning = false;
    unfinished.set(seq, { seq, at, actor, marketplace, isRunning, review, revision, trees: treesOf(body) });
  }
  for (const entry of await views.entriesOfKind('plugins.upgraded')) {
    const { kind, body } = readEvent(entry);
    if (kind === 'plugins.upgraded' && body.started !== null) unfinished.delete(body.started);
  }
  const acknowledged = new Map<string, readonly PluginCommand[]>();
  for (const entry of await views.entriesOfKind('source.acknowledged')) {
    const { kind, body } = readEvent(entry);
    if (kind === 'source.acknowledged') acknowledged.set(body.source, body.commands);
  }
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

function treesOf({ trees }: Pick<EventBody<'source.decided'>, 'trees'>): readonly PluginTree[] {
  return trees.map(({ plugin, tree_sha256 }) => ({ plugin, treeSha256: tree_sha256 }));
}
