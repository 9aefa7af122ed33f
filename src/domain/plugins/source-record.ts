import type { RecordedReview } from './judge-promotion.ts';
import type { PluginCommand } from './plugin-command.ts';
import type { SourceDecision } from './source-state.ts';

/** What the log tells of the sources of plugins, the newest of each. */
export type SourceRecord = {
  decisions: ReadonlyMap<string, SourceDecision>;
  reviews: ReadonlyMap<string, RecordedReview>;
  acknowledged: ReadonlyMap<string, readonly PluginCommand[]>;
};
