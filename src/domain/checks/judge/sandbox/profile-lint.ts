import { formatPlace } from '../../../base/documents/located-yaml.ts';
import type { Finding } from '../../../base/shape/finding.ts';
import { ourVerdict } from '../../../policy/policy-report.ts';
import { fail, type Judgement, pass, warn } from '../../judgement.ts';

/** Fails on a profile that the CLI refuses or takes in part, warns where it does something else than it says. */
export function judgeProfileLint(findings: readonly Finding[]): Judgement {
  const verdict = ourVerdict(findings);
  const isWorse = (finding: Finding) => ourVerdict([finding]) === 'fail';
  const worstFirst = [...findings.filter(isWorse), ...findings.filter((finding) => !isWorse(finding))];
  if (worstFirst.length === 0) return pass('the permission profiles say what the CLI understands');
  const difference = {
    summary: `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in the permission profiles`,
    expected: 'every key and path is known to this version',
    actual: worstFirst
      .map(({ place, field, message }) => `${formatPlace(place)}: ${field}: ${message}`)
      .join('; '),
    remedy: [...new Set(worstFirst.map(({ remedy }) => remedy))].join(' '),
  };
  return verdict === 'fail' ? fail(difference) : warn(difference);
}
