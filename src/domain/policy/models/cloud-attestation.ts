import type { RecordedEvidence } from '../../base/evidence.ts';
import type { ModelPolicy } from './model-policy.ts';

/** Whether a person answers for the models of cloud tasks today. */
export type CloudStanding = { verdict: 'pass' | 'manual' | 'fail'; text: string };

/**
 * Judges the cloud side. A line in the policy file is anybody's, so that only an attestation in the history
 * counts, of a person with a role, and only for a time.
 */
export function judgeCloudAttestation(
  { stated, attested }: { stated: ModelPolicy['cloud']; attested: RecordedEvidence | undefined },
  now: Date,
): CloudStanding {
  const today = now.toISOString().slice(0, 10);
  if (stated && stated.confirmed_on > today)
    return { verdict: 'fail', text: `confirmed_on ${stated.confirmed_on} is in the future` };
  if (!attested || attested.has_role === 0) {
    const line = stated
      ? ` (the policy names ${stated.confirmed_by} on ${stated.confirmed_on}, which is no attestation)`
      : '';
    return { verdict: 'manual', text: `nobody with a role has attested the models of cloud tasks${line}` };
  }
  const until = attested.good_until.slice(0, 10);
  return until <= today
    ? { verdict: 'manual', text: `the attestation of ${attested.actor} expired on ${until}` }
    : { verdict: 'pass', text: `attested by ${attested.actor}, until ${until}` };
}
