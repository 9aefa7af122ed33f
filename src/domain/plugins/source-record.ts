import type { RecordedReview } from './judge-promotion.ts';
import type { PluginCommand } from './plugin-command.ts';
import type { SourceDecision } from './source-state.ts';

/** What the log tells of the sources of plugins; of reviews and acknowledgements the newest of each. */
export type SourceRecord = {
  /** Every decision, the oldest first: an old one about the same repository counts too. */
  decisions: readonly SourceDecision[];
  reviews: ReadonlyMap<string, RecordedReview>;
  acknowledged: ReadonlyMap<string, readonly PluginCommand[]>;
};
