import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass, skip, warn } from '../../judgement.ts';
import { type Handshake, judgeHandshake } from './appserver-handshake.ts';

/** What came of asking for a WebSocket upgrade: 101 is acceptance. */
export type Upgrade = { status: number } | { failed: string };

/** What a listener that demands a capability token did. */
export type TokenTrial =
  | { type: 'unsupported'; reason: string }
  | { type: 'not-listening'; reason: string }
  | {
      type: 'tried';
      withoutToken: Upgrade;
      withWrongToken: Upgrade;
      withToken: Upgrade;
      /** The initialize that followed the accepted upgrade. */
      handshake: Handshake | undefined;
      /** Whether SIGTERM was enough to stop the server. */
      stoppedByTerm: boolean;
    };

/**
 * Passes when nobody gets in without the token and its bearer does, to a server of the version
 * under test (docs/codex-facts.md, "App-server over WebSocket"). A server that accepts anyone fails.
 */
export function judgeTokenTrial(trial: TokenTrial, tested: string): Judgement {
  const expected = 'no token 401, wrong token 401, right token 101';
  if (trial.type === 'unsupported') return skip(trial.reason);
  if (trial.type === 'not-listening') {
    return fail({ summary: 'app-server did not listen', expected, actual: cleanLine(trial.reason) });
  }
  const { withoutToken, withWrongToken, withToken, handshake } = trial;
  const actual = `no token ${describe(withoutToken)}, wrong token ${describe(withWrongToken)}, right token ${describe(withToken)}`;
  if (isAccepted(withoutToken) || isAccepted(withWrongToken)) {
    return fail({ summary: 'app-server accepts clients without the token', expected, actual });
  }
  if (!isRefused(withoutToken) || !isRefused(withWrongToken)) {
    return fail({ summary: 'app-server did not refuse with 401', expected, actual });
  }
  if (!isAccepted(withToken) || !handshake) {
    return fail({ summary: 'app-server does not accept the right token', expected, actual });
  }
  const greeting = judgeHandshake(handshake, tested);
  if (greeting.verdict !== 'pass') return greeting;
  if (!trial.stoppedByTerm) {
    return warn({
      summary: 'the token is enforced, but the server had to be killed',
      expected: 'SIGTERM stops it',
      actual: 'SIGKILL was needed',
    });
  }
  return pass(`${actual}; ${greeting.summary}`);
}

const isAccepted = (upgrade: Upgrade) => 'status' in upgrade && upgrade.status === 101;
const isRefused = (upgrade: Upgrade) => 'status' in upgrade && upgrade.status === 401;
const describe = (upgrade: Upgrade) =>
  'status' in upgrade ? String(upgrade.status) : cleanLine(upgrade.failed);
