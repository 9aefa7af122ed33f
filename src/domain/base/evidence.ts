/** What can show that an item is done. */
export const EVIDENCE_KINDS = ['check', 'artifact', 'attestation', 'metric', 'review'] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/**
 * What a piece of evidence says. `manual` asks a person for an attestation; `unknown` is a check that was
 * skipped or could not be carried out, which is neither good nor bad.
 */
export type EvidenceOutcome = 'good' | 'bad' | 'unknown' | 'manual';

/** The newest evidence of one kind and key for one CLI version, as the log says. */
export type RecordedEvidence = {
  kind: EvidenceKind;
  /** Id of the check, artifact, metric or review; for an attestation, of the item. */
  key: string;
  /** The CLI version it was gathered on; empty when none concerns it. */
  version: string;
  /** Entry that recorded it. */
  seq: number;
  at: string;
  actor: string;
  /** 1 when the person who recorded it had a role in the rollout just before; only then it counts for a gate. */
  has_role: 0 | 1;
  outcome: EvidenceOutcome;
  /** SHA-256 that names it: of its entry, or of the approved text of an artifact. */
  digest: string;
  /** SHA-256 of what it was made for, such as the text of the item; empty when that does not matter. */
  source: string;
  /** When it stops to count by itself, RFC 3339, such as the next review of an artifact; empty when never. */
  good_until: string;
  summary: string;
};

/** How long that counts what a person saw in the workspace settings, in days: anybody may change them. */
const cloudAttestationDays = 90;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The day from which an attestation of the models of cloud tasks no longer counts.
 *
 * @param seenOn the day on which the person looked, YYYY-MM-DD
 */
export function attestedUntil(seenOn: string): string {
  return new Date(Date.parse(seenOn) + cloudAttestationDays * dayMs).toISOString().slice(0, 10);
}
