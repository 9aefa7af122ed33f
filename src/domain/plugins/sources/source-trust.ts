import {
  describeIdentity,
  isSameIdentity,
  isSameLocation,
  mayBeSameLocation,
  type SourceIdentity,
} from './source-identity.ts';
import type { SourceDecision, SourceState } from './source-state.ts';

/** How far a source is trusted as it is configured now. */
export type SourceTrust = {
  state: SourceState;
  /** The decision that the state rests on; undefined while there is none that counts. */
  decision: SourceDecision | undefined;
  /** Why an earlier decision does not count, or counts although the name is another; null when there is nothing to say. */
  why: string | null;
};

/**
 * Says how far a source is trusted. Trust needs the same name and the same identity; a block needs one of them:
 * the same repository or folder under any name and in any spelling, or the name where nobody knows what was blocked.
 *
 * @param identity undefined while no marketplace of that name is configured
 * @param decisions every decision about any source, the oldest first
 */
export function trustOf(
  source: string,
  identity: SourceIdentity | undefined,
  decisions: readonly SourceDecision[],
): SourceTrust {
  const named = decisions.findLast((one) => one.source === source);
  const placed = decisions.findLast(
    (one) => identity && one.identity && isSameLocation(one.identity, identity),
  );
  const block = identity && blockOf(identity, decisions);
  if (block) {
    const why = block.source === source ? null : `it is blocked as "${block.source}" (entry ${block.seq})`;
    return { state: 'blocked', decision: block, why };
  }
  if (!named) {
    const other = placed && placed.state !== 'unknown' ? placed : undefined;
    const why =
      other && `it was ${inWords(other)} under the name "${other.source}"; trust does not move with it`;
    return { state: 'unknown', decision: undefined, why: why ?? null };
  }
  if (named.state === 'unknown') return { state: 'unknown', decision: named, why: null };
  if (named.state === 'blocked' && (!named.identity || !identity))
    return { state: 'blocked', decision: named, why: null };
  const why = whyNot(named, identity);
  return why === null
    ? { state: named.state, decision: named, why }
    : { state: 'unknown', decision: undefined, why };
}

/** The decision that blocks a repository or folder under whatever name; undefined when none does. */
export function blockOf(
  identity: SourceIdentity,
  decisions: readonly SourceDecision[],
): SourceDecision | undefined {
  const near = decisions.findLast((one) => one.identity && mayBeSameLocation(one.identity, identity));
  const placed = decisions.findLast((one) => one.identity && isSameLocation(one.identity, identity));
  return [near, placed].find((one) => one?.state === 'blocked');
}

/** Why a decision about that name does not count for what is configured now; null when it does. */
function whyNot(decision: SourceDecision, identity: SourceIdentity | undefined): string | null {
  const was = `it was ${inWords(decision)}`;
  if (!identity) return `${was} and is no longer configured`;
  if (!decision.identity) {
    return `${was}, which does not say where it came from, so nobody can prove that it is the same source: promote it again`;
  }
  if (isSameIdentity(decision.identity, identity)) return null;
  return `${was} as ${describeIdentity(decision.identity)}, and that name is now ${describeIdentity(identity)}`;
}

function inWords({ state, seq }: SourceDecision): string {
  return `${state === 'blocked' ? 'blocked' : `${state === 'experiment' ? 'an' : 'a'} ${state}`} (entry ${seq})`;
}
