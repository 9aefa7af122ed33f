import type { Obstacle, UpgradeSignature, UpgradeWaiver } from '../../../domain/upgrade/decide/obstacles.ts';
import type { Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';

/** What was decided about a rehearsal until `at`. Times are RFC 3339. */
export type RehearsalDecision = {
  at: string;
  waivers: readonly UpgradeWaiver[];
  signatures: readonly UpgradeSignature[];
  /** What is in the way of an approval. */
  obstacles: readonly Obstacle[];
  outcome:
    | { what: 'approved' | 'rejected' | 'rolled back'; by: string; at: string; reason: string; seq: number }
    | undefined;
};

/** A rehearsal with what the history has about it. */
export type RehearsalReport = {
  rehearsal: Rehearsal;
  /** Its entry; undefined for a part that was looked at by itself, which is not recorded. */
  entry: { seq: number; hash: string; by: string } | undefined;
  /** Undefined where nothing can be decided: without an entry, or without a rollout. */
  decision: RehearsalDecision | undefined;
};

/** The waiver of a difference that counts when the decision was read. */
export function waiverOf(decision: RehearsalDecision | undefined, id: string): UpgradeWaiver | undefined {
  return decision?.waivers.find(
    ({ difference, expiresAt }) => difference === id && Date.parse(decision.at) < Date.parse(expiresAt),
  );
}

/** Waivers, signatures and what came of it, a line each. */
export function describeDecision({ waivers, signatures, outcome }: RehearsalDecision): readonly string[] {
  return [
    ...waivers.map(
      ({ difference, by, role, expiresAt, reason, seq }) =>
        `${difference}: waived until ${expiresAt} by ${by} as ${role} (entry ${seq}): ${reason}`,
    ),
    ...signatures.map(({ role, by, at, seq }) => `signed as ${role} by ${by} on ${at} (entry ${seq})`),
    ...(outcome
      ? [`${outcome.what} by ${outcome.by} on ${outcome.at} (entry ${outcome.seq}): ${outcome.reason}`]
      : []),
  ];
}
