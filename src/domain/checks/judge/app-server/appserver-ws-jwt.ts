import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass } from '../../judgement.ts';
import type { Upgrade } from './appserver-ws-auth.ts';

/** A signed token that was tried, and whether its bearer may come in. */
export type SignedTrial = { token: string; allowed: boolean; upgrade: Upgrade };

/**
 * Passes when a listener lets in the bearer of a valid token and answers 401 to every other one:
 * another issuer or audience, expired, not valid yet, another secret, no signature
 * (docs/codex-facts.md, "App-server over WebSocket").
 */
export function judgeSignedTokens(trials: readonly SignedTrial[]): Judgement {
  const wrong = trials.filter(
    ({ allowed, upgrade }) => !('status' in upgrade) || upgrade.status !== (allowed ? 101 : 401),
  );
  if (wrong.length === 0) return pass(`${trials.length} signed tokens answered as they should be`);
  const describe = ({ token, upgrade }: SignedTrial) =>
    `${token} ${'status' in upgrade ? upgrade.status : cleanLine(upgrade.failed)}`;
  const letIn = wrong.some(
    ({ allowed, upgrade }) => !allowed && 'status' in upgrade && upgrade.status === 101,
  );
  return fail({
    summary: letIn
      ? 'app-server accepts tokens that it must refuse'
      : 'app-server does not judge signed tokens as it should',
    expected: trials.map(({ token, allowed }) => `${token} ${allowed ? 101 : 401}`).join(', '),
    actual: wrong.map(describe).join(', '),
  });
}
