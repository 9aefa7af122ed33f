import { describeEnd, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { Protocol } from '../../upgrade/baseline/baseline.ts';
import { diffProtocol } from '../../upgrade/baseline/diff.ts';
import { fail, type Judgement, pass, skip, warn } from '../judgement.ts';
import { judgeDifferences } from './cli.ts';

/** How an app-server answered `initialize`. */
export type Handshake =
  | { type: 'answered'; userAgent: string; afterMs: number }
  | { type: 'refused'; message: string }
  | { type: 'silent'; reason: string };

/** The CLI version inside `<client>/<version> (…)`, the user agent an app-server answers with. */
export function userAgentVersion(userAgent: string): string | undefined {
  return /^[^/\s]+\/(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?:\s|$)/.exec(userAgent)?.[1];
}

/** Passes when the server answered and is of the version that the CLI under test states. */
export function judgeHandshake(handshake: Handshake, tested: string): Judgement {
  const expected = `an initialize reply from app-server ${tested}`;
  switch (handshake.type) {
    case 'silent':
      return fail({
        summary: 'app-server did not answer initialize',
        expected,
        actual: cleanLine(handshake.reason),
      });
    case 'refused':
      return fail({
        summary: 'app-server refused initialize',
        expected,
        actual: cleanLine(handshake.message),
      });
    case 'answered': {
      const version = userAgentVersion(handshake.userAgent);
      if (version === tested) return pass(`app-server ${version} answered initialize`);
      const actual = cleanLine(handshake.userAgent).slice(0, 120);
      return fail({ summary: `app-server is not the ${tested} under test`, expected, actual });
    }
  }
}

/** How one method answered. */
export type MethodCall = { method: string; answer: 'ok' | 'unknown' | 'error'; message: string };

/**
 * Fails when a method that works offline does not, or when the server does not know it. Methods that
 * need a login are not asked for (docs/codex-facts.md, "App-server over stdio").
 */
export function judgeMethods(calls: readonly MethodCall[]): Judgement {
  if (calls.length === 0) return skip('no method was named');
  const unknown = calls.filter(({ answer }) => answer === 'unknown').map(({ method }) => method);
  const broken = calls.filter(({ answer }) => answer === 'error');
  if (unknown.length === 0 && broken.length === 0) return pass(`${calls.length} methods answer offline`);
  const names = [...unknown, ...broken.map(({ method }) => method)];
  return fail({
    summary: `methods do not answer: ${names.join(', ')}`,
    expected: `${calls.length} methods answer offline`,
    actual: [
      ...unknown.map((method) => `${method} is unknown to this server`),
      ...broken.map(({ method, message }) => `${method}: ${message}`),
    ].join('; '),
  });
}

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

/** How a server answered a WebSocket upgrade: 101 is acceptance. */
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
 * Passes when only the bearer of the token is accepted, by a server of the version
 * under test (docs/codex-facts.md, "App-server over WebSocket"). A server that accepts anyone fails.
 */
export function judgeTokenTrial(trial: TokenTrial, tested: string): Judgement {
  const expected = 'no token 401, wrong token 401, right token 101';
  if (trial.type === 'unsupported') return skip(trial.reason);
  if (trial.type === 'not-listening') {
    return fail({ summary: 'app-server did not listen', expected, actual: cleanLine(trial.reason) });
  }
  const { withoutToken, withWrongToken, withToken, handshake } = trial;
  const actual = `no token ${describeUpgrade(withoutToken)}, wrong token ${describeUpgrade(withWrongToken)}, right token ${describeUpgrade(withToken)}`;
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
const describeUpgrade = (upgrade: Upgrade) =>
  'status' in upgrade ? String(upgrade.status) : cleanLine(upgrade.failed);

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

/**
 * Judges `codex debug app-server send-message-v2` by its notification and the nonce: its exit code is
 * 0 for a failed turn as well (docs/codex-facts.md, "Debug turn").
 */
export function judgeDebugTurn(outcome: Outcome, nonce: string): Judgement {
  const status = /^< turn\/completed notification: (\w+)/m.exec(outcome.stdout)?.[1];
  const answered = outcome.stdout.includes(nonce);
  if (status === 'Completed' && answered) return pass('the debug client carried out a turn');
  const turnError = /^\[turn error\] (.*)$/m.exec(outcome.stdout)?.[1];
  return fail({
    summary: 'the debug client did not carry out a turn',
    expected: 'turn/completed notification: Completed, with the nonce',
    actual: cleanLine(
      `${describeEnd(outcome.end)}, notification ${status ?? '(none)'}, nonce ${answered ? '' : 'not '}seen ${turnError ?? ''}`,
    ),
  });
}
