import { describe, expect, it } from 'vitest';
import { effectiveSettings } from '../../../../src/domain/policy/config/effective.ts';

function gets(
  asked: Record<string, unknown>,
  requirements: Record<string, unknown> = {},
  version = '0.139.0',
): Record<string, unknown> {
  const settings = effectiveSettings([{ by: 'user', values: asked }], { requirements, version });
  return Object.fromEntries(settings.map(({ key, gets: value }) => [key, value]));
}

describe('what a session gets', () => {
  it.each([
    ['nothing limits it', { approval_policy: 'never' }, {}, 'never'],
    ['nobody asks', {}, {}, 'on-request'],
    [
      'it is not allowed',
      { approval_policy: 'never' },
      { allowed_approval_policies: ['untrusted', 'on-request'] },
      'untrusted',
    ],
    ['the default is not allowed', {}, { allowed_approval_policies: ['untrusted'] }, 'untrusted'],
    [
      'it is allowed',
      { approval_policy: 'on-request' },
      { allowed_approval_policies: ['untrusted', 'on-request'] },
      'on-request',
    ],
  ])('of an approval policy when %s', (_, asked, requirements, value) => {
    expect(gets(asked, requirements).approval_policy).toBe(value);
  });

  it('of on-failure is on-request in newer versions', () => {
    const requirements = { allowed_approval_policies: ['on-failure', 'untrusted'] };
    expect(gets({ approval_policy: 'never' }, requirements).approval_policy).toBe('on-failure');
    expect(gets({ approval_policy: 'never' }, requirements, '0.169.0').approval_policy).toBe('on-request');
    expect(gets({ approval_policy: 'on-failure' }, {}, '0.169.0').approval_policy).toBe('on-request');
  });

  it('of a granular policy is itself only when the same one is allowed', () => {
    const granular = { granular: { rules: true } };
    expect(
      gets({ approval_policy: granular }, { allowed_approval_policies: ['never', granular] }).approval_policy,
    ).toEqual(granular);
    expect(
      gets({ approval_policy: granular }, { allowed_approval_policies: ['never'] }).approval_policy,
    ).toBe('never');
  });

  it('of a sandbox mode falls back to read-only, not to the first allowed', () => {
    const requirements = { allowed_sandbox_modes: ['workspace-write', 'read-only'] };
    expect(gets({ sandbox_mode: 'danger-full-access' }, requirements).sandbox_mode).toBe('read-only');
    expect(gets({ sandbox_mode: 'workspace-write' }, requirements).sandbox_mode).toBe('workspace-write');
    expect(gets({}, requirements).sandbox_mode).toBe('read-only');
  });

  it.each([
    [['live'], 'cached', 'live'],
    [['cached'], 'live', 'cached'],
    [['cached'], 'disabled', 'disabled'],
    [[], 'live', 'disabled'],
    [['live'], undefined, 'live'],
  ])('of web search under %j, asked for %s, is %s', (allowed, asked, value) => {
    const asks = asked === undefined ? {} : { web_search: asked };
    expect(gets(asks, { allowed_web_search_modes: allowed }).web_search).toBe(value);
  });

  it('of a profile is the default of the requirements when it is not allowed', () => {
    const requirements = {
      default_permissions: ':read-only',
      allowed_permission_profiles: { ':read-only': true, dev: false },
    };
    expect(gets({ default_permissions: ':workspace' }, requirements).default_permissions).toBe(':read-only');
    expect(gets({ default_permissions: 'dev' }, requirements).default_permissions).toBe(':read-only');
    expect(gets({}, requirements).default_permissions).toBe(':read-only');
    expect(gets({ default_permissions: 'dev' }).default_permissions).toBe('dev');
  });

  it('of a sandbox mode is that of the profile where profiles are required, whatever is asked', () => {
    const allowed_permission_profiles = { ':read-only': true, ':workspace': true };
    const asked = { sandbox_mode: 'danger-full-access' };
    expect(gets(asked, { allowed_permission_profiles })).toMatchObject({
      default_permissions: ':workspace',
      sandbox_mode: 'workspace-write',
    });
    expect(gets(asked, { allowed_permission_profiles, default_permissions: ':read-only' })).toMatchObject({
      default_permissions: ':read-only',
      sandbox_mode: 'read-only',
    });
    const own = gets(asked, { allowed_permission_profiles: { corp: true }, default_permissions: 'corp' });
    expect(own).toMatchObject({ default_permissions: 'corp' });
    expect(own).not.toHaveProperty('sandbox_mode');
  });

  it('is never full access where something must not be read', () => {
    const requirements = { permissions: { filesystem: { deny_read: ['/secret'] } } };
    expect(gets({ sandbox_mode: 'danger-full-access' }, requirements).sandbox_mode).toBe('read-only');
    expect(gets({ sandbox_mode: 'workspace-write' }, requirements).sandbox_mode).toBe('workspace-write');
  });

  it('of a pinned feature is the pin', () => {
    expect(gets({ features: { plugins: true } }, { features: { plugins: false } })['features.plugins']).toBe(
      false,
    );
    expect(gets({}, { feature_requirements: { plugins: false } })['features.plugins']).toBe(false);
  });

  it('is what the highest source asks for, and the source is named', () => {
    const settings = effectiveSettings(
      [
        { by: 'legacy managed config', values: { model: 'gpt-5.5' } },
        { by: '--set', values: { model: 'gpt-5.4', approval_policy: 'never' } },
      ],
      { requirements: {}, version: '0.139.0' },
    );
    expect(settings.find(({ key }) => key === 'model')).toMatchObject({
      asked: { by: 'legacy managed config', value: 'gpt-5.5' },
    });
    expect(settings.find(({ key }) => key === 'approval_policy')).toMatchObject({ asked: { by: '--set' } });
  });
});
