import { describe, expect, it } from 'vitest';
import { judgeHandshake, userAgentVersion } from '../../../../src/domain/checks/judge/appserver-handshake.ts';
import { judgeMethods } from '../../../../src/domain/checks/judge/appserver-methods.ts';
import {
  judgeTokenTrial,
  type TokenTrial,
  type Upgrade,
} from '../../../../src/domain/checks/judge/appserver-ws-auth.ts';

const userAgent = 'codex_cockpit/0.139.0 (Debian 12.0.0; x86_64) xterm (codex_cockpit; 1)';
const answered = { type: 'answered', userAgent, afterMs: 20 } as const;
const refused: Upgrade = { status: 401 };
const accepted: Upgrade = { status: 101 };

function trial(given: Partial<Extract<TokenTrial, { type: 'tried' }>> = {}): TokenTrial {
  return {
    type: 'tried',
    withoutToken: refused,
    withWrongToken: refused,
    withToken: accepted,
    handshake: answered,
    stoppedByTerm: true,
    ...given,
  };
}

describe('the handshake of an app-server', () => {
  it('passes when the server is of the version under test', () => {
    expect(judgeHandshake(answered, '0.139.0').verdict).toBe('pass');
  });

  it('fails when the server is of another version', () => {
    expect(judgeHandshake(answered, '0.150.0')).toMatchObject({ verdict: 'fail', actual: userAgent });
  });

  it.each([
    [{ type: 'refused', message: 'Not initialized' } as const, 'app-server refused initialize'],
    [
      { type: 'silent', reason: 'it ended without a reply: exit 1' } as const,
      'app-server did not answer initialize',
    ],
  ])('fails when it does not agree', (handshake, summary) => {
    expect(judgeHandshake(handshake, '0.139.0')).toMatchObject({ verdict: 'fail', summary });
  });

  it.each([
    [userAgent, '0.139.0'],
    ['client/0.140.0-alpha.2 (x)', '0.140.0-alpha.2'],
    ['codex 0.139.0', undefined],
    ['', undefined],
  ])('reads the version of the user agent %j', (text, version) => {
    expect(userAgentVersion(text)).toBe(version);
  });
});

describe('the token of a WebSocket listener', () => {
  it('passes when only its bearer gets in', () => {
    expect(judgeTokenTrial(trial(), '0.139.0').verdict).toBe('pass');
  });

  it.each([
    ['without a token', trial({ withoutToken: accepted })],
    ['with a wrong token', trial({ withWrongToken: accepted })],
    ['with any token', trial({ withoutToken: accepted, withWrongToken: accepted })],
  ])('fails when it accepts clients %s', (_, tried) => {
    expect(judgeTokenTrial(tried, '0.139.0')).toMatchObject({
      verdict: 'fail',
      summary: 'app-server accepts clients without the token',
    });
  });

  it.each([
    [
      'answers 403 to everybody',
      trial({ withoutToken: { status: 403 }, withWrongToken: { status: 403 }, withToken: { status: 403 } }),
    ],
    ['hangs up', trial({ withoutToken: { failed: 'socket hang up' } })],
    ['refuses the right token', trial({ withToken: refused, handshake: undefined })],
    ['does not answer after the upgrade', trial({ handshake: { type: 'silent', reason: 'no answer' } })],
  ])('fails when it %s', (_, tried) => {
    expect(judgeTokenTrial(tried, '0.139.0').verdict).toBe('fail');
  });

  it('fails when the server behind it is of another version', () => {
    expect(judgeTokenTrial(trial(), '0.150.0').verdict).toBe('fail');
  });

  it('warns when the server had to be killed', () => {
    expect(judgeTokenTrial(trial({ stoppedByTerm: false }), '0.139.0').verdict).toBe('warn');
  });

  it('skips where the flags are unknown, and fails where the server does not listen', () => {
    expect(judgeTokenTrial({ type: 'unsupported', reason: 'no such flags' }, '0.120.0').verdict).toBe('skip');
    expect(judgeTokenTrial({ type: 'not-listening', reason: 'exit 1' }, '0.139.0').verdict).toBe('fail');
  });
});

describe('the methods of an app-server', () => {
  it('passes when all answer', () => {
    expect(judgeMethods([{ method: 'model/list', answer: 'ok', message: '' }]).verdict).toBe('pass');
  });

  it('fails and names the ones that are unknown or answer with an error', () => {
    const judged = judgeMethods([
      { method: 'model/list', answer: 'ok', message: '' },
      { method: 'hooks/list', answer: 'unknown', message: '' },
      { method: 'config/read', answer: 'error', message: 'broken' },
    ]);
    expect(judged).toMatchObject({
      verdict: 'fail',
      actual: 'hooks/list is unknown to this server; config/read: broken',
    });
  });
});
