import { describe, expect, it } from 'vitest';
import {
  type Handshake,
  judgeHandshake,
  userAgentVersion,
} from '../../../../../src/domain/checks/judge/app-server.ts';

const answered = (userAgent: string): Handshake => ({ type: 'answered', userAgent, afterMs: 20 });

describe('the handshake of an app-server', () => {
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
