import type { RecordedCheck, RecordedRun } from '../../checks/recorded.ts';
import type { DerivedPhase } from '../../rollout/derive-rollout.ts';
import type { Rollout } from '../../rollout/rollout.ts';
import type { Entry } from '../entry/entry.ts';
import type { CockpitEvent } from '../entry/event.ts';
import type { HistoryProof } from '../proof/proof.ts';

/** What the report of a bundle shows of a history. */
export type BundleFacts = {
  /** When the bundle was made, RFC 3339: what the phases were then. */
  madeAt: string;
  /** Who made it. */
  madeBy: string;
  /** Undefined when there is none, or what was derived of it cannot be read. */
  rollout: Rollout | undefined;
  phases: readonly DerivedPhase[];
  /** The newest runs of suites, newest first. */
  runs: readonly RecordedRun[];
  /** The results of the checks of the newest run. */
  checks: readonly RecordedCheck[];
  proof: HistoryProof;
  /** Public keys that the history names, oldest first. */
  keys: readonly string[];
  first: Entry | undefined;
  last: Entry | undefined;
};

/** An entry of a timeline. One that somebody damaged has no event. */
export type TimelineEntry = Omit<Entry, 'body'> & { event: CockpitEvent | undefined };
