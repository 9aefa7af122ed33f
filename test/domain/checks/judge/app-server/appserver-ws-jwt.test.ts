import { describe, expect, it } from 'vitest';
import { judgeSignedTokens, type SignedTrial } from '../../../../../src/domain/checks/judge/app-server.ts';

// docs/codex-facts.md, "App-server over WebSocket": what 0.139.0, 0.150.0 and 0.169.0 answered.
const good: readonly SignedTrial[] = [
  { token: 'valid', allowed: true, upgrade: { status: 101 } },
  { token: 'wrong secret', allowed: false, upgrade: { status: 401 } },
  { token: 'expired', allowed: false, upgrade: { status: 401 } },
  { token: 'alg none', allowed: false, upgrade: { status: 401 } },
];
const but = (token: string, upgrade: SignedTrial['upgrade']) =>
  good.map((trial) => (trial.token === token ? { ...trial, upgrade } : trial));

describe('signed tokens', () => {
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
