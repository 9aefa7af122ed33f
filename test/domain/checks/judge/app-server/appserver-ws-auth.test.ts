import { describe, expect, it } from 'vitest';
import {
  judgeTokenTrial,
  type TokenTrial,
  type Upgrade,
} from '../../../../../src/domain/checks/judge/app-server.ts';

type Tried = Extract<TokenTrial, { type: 'tried' }>;

const status = (code: number): Upgrade => ({ status: code });
const failed = (reason: string): Upgrade => ({ failed: reason });
const greeting = { type: 'answered', userAgent: 'codex_cockpit/0.139.0 (x)', afterMs: 20 } as const;

function judge(
  withoutToken: Upgrade,
  withWrongToken: Upgrade,
  withToken: Upgrade,
  more: Partial<Tried> = {},
) {
  const tried = { type: 'tried', withoutToken, withWrongToken, withToken, stoppedByTerm: true } as const;
  return judgeTokenTrial({ ...tried, handshake: greeting, ...more }, '0.139.0');
}

describe('the token of a WebSocket listener', () => {
  it('passes and shows all three answers', () => {
    expect(judge(status(401), status(401), status(101))).toEqual({
      verdict: 'pass',
      summary: 'no token 401, wrong token 401, right token 101; app-server 0.139.0 answered initialize',
    });
  });

  // Observed: without --ws-auth a loopback listener accepts anyone, on every version.
  it.each([
    ['anyone', status(101), status(101), status(101)],
    ['whoever says nothing', status(101), status(401), status(101)],
    ['whoever guesses', status(401), status(101), status(101)],
    ['anyone but the bearer of the token', status(101), status(101), status(401)],
    [
      'whoever says nothing, and hangs up on the others',
      status(101),
      failed('socket hang up'),
      failed('socket hang up'),
    ],
  ])('fails first of all when it lets in %s', (_, without, wrong, right) => {
    const judged = judge(without, wrong, right);
    expect(judged).toMatchObject({
      verdict: 'fail',
      summary: 'app-server accepts clients without the token',
    });
  });

  it.each([
    ['403 for everybody, as for a browser', status(403), status(403), status(403)],
    ['403 in place of 401', status(403), status(403), status(101)],
    ['400 without a token', status(400), status(401), status(101)],
    ['200, which is no upgrade', status(200), status(200), status(200)],
    ['nothing, since the port belongs to another', failed('connect ECONNREFUSED'), status(401), status(101)],
  ])('does not take %s for a refusal of the token', (_, without, wrong, right) => {
    expect(judge(without, wrong, right)).toMatchObject({
      verdict: 'fail',
      summary: 'app-server did not refuse with 401',
    });
  });

  it.each([
    ['401', status(401)],
    ['403', status(403)],
    ['200', status(200)],
    ['a closed connection', failed('socket hang up')],
  ])('fails when the right token gets %s', (_, right) => {
    expect(judge(status(401), status(401), right)).toMatchObject({
      verdict: 'fail',
      summary: 'app-server does not accept the right token',
    });
  });

  it('fails when nobody could say hello behind the upgrade', () => {
    const judged = judge(status(401), status(401), status(101), { handshake: undefined });
    expect(judged.verdict).toBe('fail');
  });

  it.each([
    [{ ...greeting, userAgent: 'codex_cockpit/0.120.0 (x)' }, 'app-server is not the 0.139.0 under test'],
    [{ type: 'refused', message: 'no' } as const, 'app-server refused initialize'],
    [{ type: 'silent', reason: 'no' } as const, 'app-server did not answer initialize'],
  ])('fails as the handshake behind it does', (handshake, summary) => {
    expect(judge(status(401), status(401), status(101), { handshake })).toMatchObject({
      verdict: 'fail',
      summary,
    });
  });

  it('warns, and only warns, when the server had to be killed', () => {
    const judged = judge(status(401), status(401), status(101), { stoppedByTerm: false });
    expect(judged).toMatchObject({
      verdict: 'warn',
      expected: 'SIGTERM stops it',
      actual: 'SIGKILL was needed',
    });
    expect(judge(status(101), status(401), status(101), { stoppedByTerm: false }).verdict).toBe('fail');
  });

  it('shows what failed without its control characters', () => {
    const judged = judge(failed('reset\u001b[2J\nby peer'), status(401), status(101));
    expect(judged.actual).toBe('no token reset by peer, wrong token 401, right token 101');
  });

  it('skips with the reason where the flags are unknown', () => {
    expect(
      judgeTokenTrial({ type: 'unsupported', reason: 'this CLI version has no --ws-auth' }, '0.120.0'),
    ).toEqual({
      verdict: 'skip',
      summary: 'this CLI version has no --ws-auth',
    });
  });

  it('fails where the server did not listen, with what it said', () => {
    const reason = 'Error: Address in use (os error 98)\n';
    expect(judgeTokenTrial({ type: 'not-listening', reason }, '0.139.0')).toMatchObject({
      verdict: 'fail',
      actual: 'Error: Address in use (os error 98)',
    });
  });
});
