import { RefusedError } from '../../base/errors.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { identityIn } from '../inventory/one-marketplace.ts';
import type { LintFinding } from '../manifest/lint-finding.ts';
import { driftOf } from './drift.ts';
import { type JudgedPromotion, judgePromotion } from './judge-promotion.ts';
import { describeIdentity } from './source-identity.ts';
import { describeUnfinished, type SourceRecord } from './source-record.ts';
import type { SourceState } from './source-state.ts';
import { trustOf } from './source-trust.ts';

/** A source now: what was decided, what keeps it from promotion, and whether it drifted since. */
export type SourceStatus = JudgedPromotion & {
  source: string;
  state: SourceState;
  /** Why an earlier decision does not count, or counts although the name is another; null when there is nothing to say. */
  why: string | null;
  /** Where it comes from, in words; null when no marketplace of that name is configured. */
  identity: string | null;
  /** What is known of an upgrade that was never finished; null when there is none. */
  unfinished: string | null;
  /** What is known of an upgrade that is in progress; null when there is none. */
  upgrading: string | null;
  /** Plugins that are no longer proved to be those of the decision. */
  drifted: readonly string[];
  decided: { seq: number; at: string; actor: string; reason: string } | undefined;
};

/** What is known of the sources. */
export type KnownOfSources = {
  inventory: Inventory;
  /** Undefined while there is no database. */
  record: SourceRecord | undefined;
  /** What lint found, for each source. */
  lint: readonly { source: string; findings: readonly LintFinding[] }[];
};

/** What a decision makes of a source. */
export type NextState = {
  state: SourceState;
  /** Entry of the review that the decision rests on. */
  review: number | null;
  warnings: readonly string[];
};

/** Says how a source is now. */
export function sourceStatus(source: string, known: KnownOfSources): SourceStatus {
  const { inventory, record } = known;
  const identity = identityIn(inventory, source);
  const { state, decision, why } = trustOf(source, identity, record?.decisions ?? []);
  const begun = record?.unfinished.findLast(({ marketplace }) => marketplace === source);
  return {
    source,
    state,
    why,
    identity: identity ? describeIdentity(identity) : null,
    unfinished: begun && !begun.isRunning ? describeUnfinished(begun) : null,
    upgrading: begun?.isRunning ? describeUnfinished(begun) : null,
    drifted: decision ? driftOf(source, decision.trees, inventory).map(({ plugin }) => plugin) : [],
    decided: decision && {
      seq: decision.seq,
      at: decision.at,
      actor: decision.actor,
      reason: decision.reason,
    },
    ...judge(source, known),
  };
}

/**
 * Decides on the promotion of a source by one step: from unknown to experiment, from experiment to team standard.
 *
 * @throws RefusedError for a blocked source, and naming everything that keeps it from being a team standard
 */
export function promote(source: string, known: KnownOfSources): NextState {
  const { inventory, record } = known;
  const { state, why } = trustOf(source, identityIn(inventory, source), record?.decisions ?? []);
  if (state === 'blocked')
    throw new RefusedError(
      `${source} is blocked${why === null ? '' : `: ${why}`}; demote it to unknown first`,
    );
  if (state === 'unknown')
    return { state: 'experiment', review: null, warnings: why === null ? [] : [`${source}: ${why}`] };
  const { blockers, warnings } = judge(source, known);
  if (blockers.length > 0) {
    throw new RefusedError(
      `${source} cannot become a team standard:\n${blockers.map((one) => `  - ${one}`).join('\n')}`,
    );
  }
  return { state: 'team standard', review: record?.reviews.get(source)?.seq ?? null, warnings };
}

/**
 * Decides on taking a source back, or on blocking it.
 *
 * @throws RefusedError when the source is not trusted more than that: it would be a promotion
 */
export function takeBack(
  source: string,
  to: Exclude<SourceState, 'team standard'>,
  { inventory, record }: Pick<KnownOfSources, 'inventory' | 'record'>,
): NextState {
  const { state } = trustOf(source, identityIn(inventory, source), record?.decisions ?? []);
  if (to === 'experiment' && state !== 'team standard')
    throw new RefusedError(`${source} is ${inWords(state)}, not a team standard`, whatInstead[state]);
  return { state: to, review: null, warnings: [] };
}

const whatInstead: Record<Exclude<SourceState, 'team standard'>, string> = {
  unknown: 'Promote it.',
  experiment: 'Demote it to unknown.',
  blocked: 'Demote it to unknown first.',
};

const inWords = (state: SourceState) => (state === 'experiment' ? 'an experiment' : state);

function judge(source: string, { inventory, record, lint }: KnownOfSources): JudgedPromotion {
  return judgePromotion(source, {
    inventory,
    review: record?.reviews.get(source),
    acknowledged: record?.acknowledged.get(source) ?? [],
    lint: lint.find((one) => one.source === source)?.findings ?? [],
  });
}
