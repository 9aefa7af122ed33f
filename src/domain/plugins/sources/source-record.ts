import type { PluginCommand } from '../inventory/plugin-command.ts';
import type { RecordedReview } from './judge-promotion.ts';
import type { PluginTree, SourceDecision } from './source-state.ts';

/** A real upgrade that began and has no outcome. */
export type UnfinishedUpgrade = {
  seq: number;
  at: string;
  actor: string;
  marketplace: string;
  /** Whether an upgrade of that marketplace is in progress on this machine now; otherwise this one was killed. */
  isRunning: boolean;
  /** Entry of the review of what should be installed. */
  review: number;
  /** The revision and the plugins that the upgrade should install. */
  revision: string | null;
  trees: readonly PluginTree[];
};

/** What the log says of the sources of plugins; of reviews and acknowledgements the newest of each. */
export type SourceRecord = {
  /** Every decision, the oldest first: an old one about the same repository counts too. */
  decisions: readonly SourceDecision[];
  reviews: ReadonlyMap<string, RecordedReview>;
  /** Upgrades that began and have no outcome. */
  unfinished: readonly UnfinishedUpgrade[];
  acknowledged: ReadonlyMap<string, readonly PluginCommand[]>;
};

/** An upgrade that was never finished, and what to do about it. */
export function describeUnfinished({ marketplace, at, seq, isRunning }: UnfinishedUpgrade): string {
  if (isRunning) return `an upgrade of ${marketplace} began at ${at} (entry ${seq}) and is in progress`;
  return `an upgrade of ${marketplace} began at ${at} (entry ${seq}) and has no outcome: it was killed, or runs on another machine; codex-cockpit plugin upgrade ${marketplace} --yes records what is installed and continues`;
}
