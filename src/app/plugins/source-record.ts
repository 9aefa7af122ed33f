import { type EventBody, readEvent } from '../../domain/audit/event.ts';
import type { RecordedReview } from '../../domain/plugins/judge-promotion.ts';
import type { PluginCommand } from '../../domain/plugins/plugin-command.ts';
import type { SourceRecord } from '../../domain/plugins/source-record.ts';
import type { PluginTree, SourceDecision } from '../../domain/plugins/source-state.ts';
import type { Views } from '../../store/views.ts';

/** Reads what was decided, reviewed and acknowledged of each source. */
export async function readSourceRecord(views: Pick<Views, 'entriesOfKind'>): Promise<SourceRecord> {
  const decisions = new Map<string, SourceDecision>();
  for (const entry of await views.entriesOfKind('source.decided')) {
    const { kind, body } = readEvent(entry);
    if (kind !== 'source.decided') continue;
    const { source, state, reason, revision } = body;
    const { seq, at, actor } = entry;
    decisions.set(source, { source, state, reason, seq, at, actor, revision, trees: treesOf(body) });
  }
  const reviews = new Map<string, RecordedReview>();
  for (const entry of await views.entriesOfKind('plugins.upgrade-reviewed')) {
    const { kind, body } = readEvent(entry);
    if (kind !== 'plugins.upgrade-reviewed') continue;
    const { marketplace, outcome, after_revision: afterRevision } = body;
    reviews.set(marketplace, {
      seq: entry.seq,
      at: entry.at,
      marketplace,
      outcome,
      afterRevision,
      trees: treesOf(body),
    });
  }
  const acknowledged = new Map<string, readonly PluginCommand[]>();
  for (const entry of await views.entriesOfKind('source.acknowledged')) {
    const { kind, body } = readEvent(entry);
    if (kind === 'source.acknowledged') acknowledged.set(body.source, body.commands);
  }
  return { decisions, reviews, acknowledged };
}

function treesOf({ trees }: Pick<EventBody<'source.decided'>, 'trees'>): readonly PluginTree[] {
  return trees.map(({ plugin, tree_sha256 }) => ({ plugin, treeSha256: tree_sha256 }));
}
