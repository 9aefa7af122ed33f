import type { RecordedEvidence } from '../../base/evidence.ts';
import type { CloudStanding } from './cloud-attestation.ts';
import type { ModelPolicy } from './model-policy.ts';
import type { ModelReview } from './model-review.ts';

/** Local and cloud, each by what is known of it. */
export type ModelPolicyReport = {
  file: string;
  local: ModelReview;
  /** Versions whose catalogs were asked, the pin first. */
  catalogs: readonly string[];
  cloud: {
    stated: ModelPolicy['cloud'];
    /** The newest attestation in the history. */
    attested: RecordedEvidence | undefined;
    standing: CloudStanding;
  };
};
