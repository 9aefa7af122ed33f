import { describe, expect, it } from 'vitest';
import {
  type Handshake,
  judgeDebugTurn,
  judgeHandshake,
  judgeMethods,
  judgeProtocol,
  judgeSignedTokens,
  judgeTokenTrial,
  type MethodCall,
  type SignedTrial,
  type TokenTrial,
  type Upgrade,
  userAgentVersion,
} from '../../../../src/domain/checks/judge/app-server.ts';
import type { Protocol } from '../../../../src/domain/upgrade/baseline/baseline.ts';
import { outcome, timeout } from '../../../support/outcome.ts';

describe('the handshake of an app-server', () => {
  const answered = (userAgent: string): Handshake => ({ type: 'answered', userAgent, afterMs: 20 });

  it('names the version that answered', () => {
    const userAgent = 'rollout_cockpit/0.139.0 (Debian 12.0.0; x86_64) xterm (rollout_cockpit; 0.0.1)';
    expect(judgeHandshake(answered(userAgent), '0.139.0')).toEqual({
      verdict: 'pass',
      summary: 'app-server 0.139.0 answered initialize',
    });
  });

  it.each([
    ['that was left behind by another version', 'codex_cockpit/0.169.0 (Debian 12.0.0)'],
    ['that does not state a version', 'codex_cockpit'],
    [
      'that names the client’s version last, and its own not at all',
      'codex_cockpit (codex_cockpit; 0.139.0)',
    ],
    ['that is a pre-release of it', 'codex_cockpit/0.139.0-alpha.1 (x)'],
    ['whose version goes on', 'codex_cockpit/0.139.01 (x)'],
  ])('fails on a server %s', (_, userAgent) => {
    expect(judgeHandshake(answered(userAgent), '0.139.0')).toEqual({
      verdict: 'fail',
      summary: 'app-server is not the 0.139.0 under test',
      expected: 'an initialize reply from app-server 0.139.0',
      actual: userAgent,
    });
  });

  it('shows a hostile or endless answer on one short line', () => {
    const { actual = '' } = judgeHandshake(answered(`\u001b[2J\n${'x'.repeat(5000)}`), '0.139.0');
    expect(actual).toMatch(/^x{120}$/);
  });

  it('quotes what was said in place of an answer', () => {
    const refused: Handshake = { type: 'refused', message: 'Invalid request:\n missing field `clientInfo`' };
    expect(judgeHandshake(refused, '0.139.0').actual).toBe('Invalid request: missing field `clientInfo`');
    const silent: Handshake = { type: 'silent', reason: 'it ended without a reply: exit 1' };
    expect(judgeHandshake(silent, '0.139.0').actual).toBe('it ended without a reply: exit 1');
  });

  it.each([
    ['client/1.2.3', '1.2.3'],
    ['client/1.2.3-rc.1 (x)', '1.2.3-rc.1'],
    ['client/1.2 (x)', undefined],
    ['a client/1.2.3 (x)', undefined],
    ['client/v1.2.3', undefined],
  ])('reads %j as version %s', (userAgent, version) => {
    expect(userAgentVersion(userAgent)).toBe(version);
  });
});

describe('the methods that work offline', () => {
  const call = (method: string, answer: MethodCall['answer'] = 'ok', message = ''): MethodCall => ({
    method,
    answer,
    message,
  });

  it('pass with how many were asked', () => {
    expect(judgeMethods([call('model/list'), call('config/read')])).toEqual({
      verdict: 'pass',
      summary: '2 methods answer offline',
    });
  });

  it('fail by name, the unknown ones first, as on 0.120.0', () => {
    const calls = [
      call('config/read', 'error', 'Not initialized'),
      call('hooks/list', 'unknown', 'Invalid request: unknown variant `hooks/list`'),
      call('model/list'),
      call('plugin/installed', 'unknown'),
    ];
    expect(judgeMethods(calls)).toEqual({
      verdict: 'fail',
      summary: 'methods do not answer: hooks/list, plugin/installed, config/read',
      expected: '4 methods answer offline',
      actual:
        'hooks/list is unknown to this server; plugin/installed is unknown to this server; config/read: Not initialized',
    });
  });

  it('are skipped, not passed, when none was named', () => {
    expect(judgeMethods([])).toEqual({ verdict: 'skip', summary: 'no method was named' });
  });
});

describe('the token of a WebSocket listener', () => {
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

describe('signed tokens', () => {
  // docs/codex-facts.md, "App-server over WebSocket": what 0.139.0, 0.150.0 and 0.169.0 answered.
  const good: readonly SignedTrial[] = [
    { token: 'valid', allowed: true, upgrade: { status: 101 } },
    { token: 'wrong secret', allowed: false, upgrade: { status: 401 } },
    { token: 'expired', allowed: false, upgrade: { status: 401 } },
    { token: 'alg none', allowed: false, upgrade: { status: 401 } },
  ];
  const but = (token: string, upgrade: SignedTrial['upgrade']) =>
    good.map((trial) => (trial.token === token ? { ...trial, upgrade } : trial));

  it('pass when the valid one gets in and no other does', () => {
    expect(judgeSignedTokens(good)).toEqual({
      verdict: 'pass',
      summary: '4 signed tokens answered as they should be',
    });
  });

  it.each(['wrong secret', 'expired', 'alg none'])('fail when the one with "%s" gets in', (token) => {
    expect(judgeSignedTokens(but(token, { status: 101 }))).toEqual({
      verdict: 'fail',
      summary: 'app-server accepts tokens that it must refuse',
      expected: 'valid 101, wrong secret 401, expired 401, alg none 401',
      actual: `${token} 101`,
    });
  });

  it.each([
    ['the valid one is refused', but('valid', { status: 401 }), 'valid 401'],
    ['a wrong one is answered with something else', but('expired', { status: 403 }), 'expired 403'],
    [
      'the server hangs up',
      but('alg none', { failed: 'socket\u001b[2J hang up' }),
      'alg none socket hang up',
    ],
  ])('fail without an alarm when %s', (_, trials, actual) => {
    expect(judgeSignedTokens(trials)).toMatchObject({
      verdict: 'fail',
      summary: 'app-server does not judge signed tokens as it should',
      actual,
    });
  });

  it('raise the alarm when one of several faults is that somebody gets in', () => {
    const trials = but('valid', { status: 401 }).map((trial) =>
      trial.token === 'expired' ? { ...trial, upgrade: { status: 101 } } : trial,
    );
    expect(judgeSignedTokens(trials)).toMatchObject({
      summary: 'app-server accepts tokens that it must refuse',
      actual: 'valid 401, expired 101',
    });
  });
});

describe('the debug client', () => {
  // The form of 0.139.0: lines sent and received, then the notification, then the end of the server.
  const transcript = (status: string, more = '') => `> {
>   "method": "turn/start"
> }
< {
<   "text": "n0nce"
< }
[UNKNOWN SERVER NOTIFICATION] {}
< turn/completed notification: ${status}
${more}[codex app-server exited: exit status: 0]
`;
  const judge = (stdout: string, code = 0) => judgeDebugTurn(outcome({ stdout, code }), 'n0nce');

  it('passes on a completed turn with the nonce', () => {
    expect(judge(transcript('Completed')).verdict).toBe('pass');
  });

  it.each([
    [
      'a failed turn, which exits 0',
      transcript('Failed', '[turn error] stream disconnected\n'),
      0,
      'exit 0, notification Failed, nonce seen stream disconnected',
    ],
    ['an interrupted turn', transcript('Interrupted'), 0, 'exit 0, notification Interrupted, nonce seen'],
    [
      'a completed turn without the nonce',
      transcript('Completed').replace('n0nce', 'PONG'),
      0,
      'exit 0, notification Completed, nonce not seen',
    ],
    ['no notification', '< {"text":"n0nce"}\n', 0, 'exit 0, notification (none), nonce seen'],
    [
      'words about a notification',
      'echo < turn/completed notification: Completed n0nce\n',
      0,
      'exit 0, notification (none), nonce seen',
    ],
    ['a CLI without the command', '', 2, 'exit 2, notification (none), nonce not seen'],
  ])('fails on %s', (_, stdout, code, actual) => {
    expect(judge(stdout, code)).toMatchObject({ verdict: 'fail', actual });
  });

  it('fails when it waits for a network that is not there', () => {
    expect(judgeDebugTurn(timeout, 'n0nce')).toMatchObject({
      verdict: 'fail',
      actual: 'no answer within 10.0 s, notification (none), nonce not seen',
    });
  });
});

describe('the protocol of the app-server', () => {
  const baseline: Protocol = {
    digest: 'of 0.139.0',
    requests: { 'thread/start': ['cwd'], 'thread/rollback': [], 'model/list': [] },
    notifications: ['turn/completed'],
    serverRequests: ['item/approve'],
  };
  const judge = (given: Partial<Protocol>, used: readonly string[] = []) =>
    judgeProtocol({ ...baseline, digest: 'of another', ...given }, baseline, { pin: '0.139.0', used });
  const without = (method: string) =>
    Object.fromEntries(Object.entries(baseline.requests).filter(([name]) => name !== method));

  it('passes when it is the same to the byte', () => {
    const judged = judgeProtocol(baseline, baseline, { pin: '0.139.0', used: ['thread/start'] });
    expect(judged).toEqual({ verdict: 'pass', summary: 'the same protocol as 0.139.0' });
  });

  it('passes when only descriptions differ, and says so', () => {
    expect(judge({})).toEqual({
      verdict: 'pass',
      summary: 'the same methods, required parameters, values and fields as 0.139.0; other parts differ',
    });
  });

  it('warns of a value that is gone, as on-failure went in 0.160.0, and not of a type that takes any text', () => {
    const values = { AskForApproval: ['never', 'on-failure'], ThreadSource: ['user'] };
    const pinned = { ...baseline, values };
    const tested = { ...baseline, digest: 'of 0.160.0', values: { AskForApproval: ['never'] } };
    expect(judgeProtocol(tested, pinned, { pin: '0.139.0', used: [] })).toMatchObject({
      verdict: 'warn',
      actual: 'value on-failure of AskForApproval is gone',
    });
  });

  it('compares no values with a baseline that has none', () => {
    expect(judge({ values: { AskForApproval: ['never'] } }).verdict).toBe('pass');
  });

  it('passes when methods were added', () => {
    expect(judge({ notifications: ['turn/completed', 'turn/began'] })).toEqual({
      verdict: 'pass',
      summary: 'everything of the protocol of 0.139.0 is there; 1 additions or changes',
    });
  });

  it('warns of a removal that nobody named, as thread/rollback went in 0.169.0', () => {
    expect(judge({ requests: without('thread/rollback') })).toMatchObject({
      verdict: 'warn',
      actual: 'request thread/rollback is gone',
    });
  });

  it.each([
    ['request', { requests: without('thread/start') }, 'thread/start'],
    ['notification', { notifications: [] }, 'turn/completed'],
    ['request of the server', { serverRequests: [] }, 'item/approve'],
  ])('fails when a %s in use is gone', (_, given, method) => {
    expect(judge(given, ['model/list', method])).toEqual({
      verdict: 'fail',
      summary: `methods in use are gone: ${method}`,
      expected: `model/list, ${method}`,
      actual: `without ${method}`,
    });
  });

  it('fails when a request in use needs more than before', () => {
    const requests = { ...baseline.requests, 'thread/start': ['cwd', 'projectId'] };
    expect(judge({ requests }, ['thread/start'])).toMatchObject({
      verdict: 'fail',
      expected: 'the requests of 0.139.0',
      actual: 'request thread/start now needs projectId',
    });
  });

  it('only warns when a request needs more that nobody named, or whose name only begins like one in use', () => {
    const requests = { ...baseline.requests, 'model/list': ['x'] };
    expect(judge({ requests }, ['thread/start']).verdict).toBe('warn');
    const longer = { ...baseline, requests: { ...baseline.requests, thread: [] } };
    const judged = judgeProtocol(
      { ...longer, digest: 'x', requests: { ...longer.requests, 'thread/start': ['cwd', 'id'] } },
      longer,
      { pin: '0.139.0', used: ['thread'] },
    );
    expect(judged.verdict).toBe('warn');
  });

  it('fails for what is in use even without a baseline', () => {
    const missing = { ...baseline, requests: without('thread/start') };
    expect(judgeProtocol(missing, undefined, { pin: '0.139.0', used: ['thread/start'] }).verdict).toBe(
      'fail',
    );
    expect(judgeProtocol(baseline, null, { pin: '0.139.0', used: ['thread/start'] })).toEqual({
      verdict: 'skip',
      summary: 'no baseline of 0.139.0 was recorded, so there is nothing to compare with',
    });
  });

  it('is skipped on a CLI that cannot generate it', () => {
    expect(judgeProtocol(null, baseline, { pin: '0.139.0', used: ['thread/start'] }).verdict).toBe('skip');
  });
});
