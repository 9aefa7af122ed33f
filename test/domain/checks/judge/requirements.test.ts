import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/base/shape/finding.ts';
import {
  judgeMcpAllowlist,
  judgeRequirementsEffective,
  judgeRequirementsKeys,
  judgeRequirementsParse,
  type LooseTrial,
  parseMcpList,
  type TriedSetting,
} from '../../../../src/domain/checks/judge/requirements.ts';

const file = 'r.toml';

describe('requirements that the CLI was shown', () => {
  it.each([
    [{ type: 'accepted' as const, warnings: [] }, 'pass'],
    [{ type: 'accepted' as const, warnings: ['`x` is ignored.'] }, 'warn'],
    [{ type: 'refused' as const, message: 'no', place: undefined }, 'fail'],
    [{ type: 'not asked' as const, reason: 'unshare is not installed' }, 'skip'],
  ])('%j come to %s', (verdict, expected) => {
    expect(judgeRequirementsParse(verdict, { file })).toMatchObject({ verdict: expected });
  });
});

describe('what is wrong with the keys', () => {
  const finding = (effect: Finding['effect']): Finding => ({
    effect,
    place: { file, line: 1, column: 1 },
    field: 'x',
    message: 'is odd',
    remedy: 'Mend it.',
  });
  const judge = (...effects: Finding['effect'][]) =>
    judgeRequirementsKeys(effects.map(finding), { file, release: '0.139.0' });

  it('fails when something is refused or ignored, and warns when it only means something else', () => {
    expect(judge().verdict).toBe('pass');
    expect(judge('changed')).toMatchObject({
      verdict: 'warn',
      actual: 'r.toml:1:1: x: is odd',
      remedy: 'Mend it.',
    });
    expect(judge('changed', 'ignored').verdict).toBe('fail');
    expect(judge('refused').verdict).toBe('fail');
  });
});

describe('a session that asked for everything', () => {
  const tried = (seen: TriedSetting['seen']): TriedSetting => ({
    key: 'approval_policy',
    asked: { value: 'never', by: 'user' },
    gets: 'on-request',
    why: '',
    seen,
  });

  const judge = (seen: TriedSetting['seen'], session: LooseTrial['session'] = { type: 'started' }) =>
    judgeRequirementsEffective([{ asks: 'approval_policy = never', tried: [tried(seen)], session }]);

  it('passes when it got what is allowed', () => {
    expect(judge({ type: 'same' })).toEqual({
      verdict: 'pass',
      summary: 'asked for everything: approval_policy = never gets on-request',
    });
  });

  it('fails when it got more than the requirements allow', () => {
    expect(judge({ type: 'other', value: 'never' })).toEqual({
      verdict: 'fail',
      summary: 'a session gets something else than the requirements say',
      expected: 'approval_policy = on-request',
      actual: 'approval_policy = never when asked for approval_policy = never',
    });
  });

  it('does not claim what it did not show', () => {
    expect(judge({ type: 'not shown' }).summary).toContain('gets what is not shown');
  });

  it('is held back when the CLI starts no session for that wish', () => {
    const message =
      '`approval_policy = "never"` cannot be used because requirements do not allow `sandbox_mode`';
    expect(judge({ type: 'not shown' }, { type: 'refused', message })).toMatchObject({
      verdict: 'pass',
      summary: expect.stringContaining('gets no session'),
    });
  });

  it('is no pass when no session was started for another reason', () => {
    expect(judge({ type: 'not shown' }, { type: 'refused', message: 'no' }).verdict).toBe('error');
    expect(judge({ type: 'not shown' }, { type: 'not asked', reason: 'x' }).verdict).toBe('skip');
  });
});

describe('the allowlist of MCP servers', () => {
  const server = (name: string, command: string, enabled = true) => ({
    name,
    enabled,
    transport: { command },
  });
  const judge = (allowlist: unknown, ...servers: ReturnType<typeof server>[]) =>
    judgeMcpAllowlist(allowlist, servers, { file });

  it('fails a server that is on and not named, or named with another program', () => {
    expect(judge({}, server('a', 'x'))).toMatchObject({ verdict: 'fail', actual: 'a (x)' });
    expect(judge({ a: { identity: { command: 'y' } } }, server('a', 'x'))).toMatchObject({ verdict: 'fail' });
    expect(judge({ a: { identity: { url: 'x' } } }, server('a', 'x'))).toMatchObject({ verdict: 'fail' });
  });

  it('passes one that is named, and one that is off', () => {
    expect(judge({ a: { identity: { command: 'x' } } }, server('a', 'x'), server('b', 'z', false))).toEqual({
      verdict: 'pass',
      summary: 'enabled: a; disabled: b',
    });
  });

  it('leaves a matcher to the CLI', () => {
    expect(
      judge({ a: { identity: { command: { match: 'prefix', value: '/' } } } }, server('a', 'x')).verdict,
    ).toBe('pass');
  });

  it('is an error when the list cannot be read', () => {
    expect(parseMcpList('Error: no\n')).toBeUndefined();
    expect(judgeMcpAllowlist({}, undefined, { file }).verdict).toBe('error');
  });
});
