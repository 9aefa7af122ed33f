import type { Protocol } from '../../../upgrade/baseline/baseline.ts';
import { diffProtocol } from '../../../upgrade/baseline/diff.ts';
import { fail, type Judgement, pass, skip } from '../../judgement.ts';
import { judgeDifferences } from '../config/features-diff.ts';

/**
 * Compares the generated protocol with that of the pin. Fails when a method that the team's
 * integrations use is gone or needs more than before; warns of other removals.
 *
 * @param used methods that integrations rely on
 */
export function judgeProtocol(
  protocol: Protocol | null,
  baseline: Protocol | null | undefined,
  { pin, used }: { pin: string; used: readonly string[] },
): Judgement {
  if (!protocol) return skip('this CLI version cannot generate its protocol schema');
  const known = new Set([
    ...Object.keys(protocol.requests),
    ...protocol.notifications,
    ...protocol.serverRequests,
  ]);
  const missing = used.filter((method) => !known.has(method));
  if (missing.length > 0) {
    return fail({
      summary: `methods in use are gone: ${missing.join(', ')}`,
      expected: used.join(', '),
      actual: `without ${missing.join(', ')}`,
    });
  }
  if (!baseline) return skip(`no baseline of ${pin} was recorded, so there is nothing to compare with`);
  const differences = diffProtocol(baseline, protocol);
  // The digest is of requests and notifications; the types of answers may differ all the same.
  if (protocol.digest === baseline.digest && differences.length === 0)
    return pass(`the same protocol as ${pin}`);
  const demanded = differences.filter(({ text }) =>
    used.some((method) => text.startsWith(`request ${method} now needs`)),
  );
  if (demanded.length > 0) {
    const actual = demanded.map(({ text }) => text).join('; ');
    return fail({
      summary: 'methods in use need more than before',
      expected: `the requests of ${pin}`,
      actual,
    });
  }
  if (differences.length === 0)
    return pass(`the same methods, required parameters, values and fields as ${pin}; other parts differ`);
  return judgeDifferences(differences, `the protocol of ${pin}`);
}
