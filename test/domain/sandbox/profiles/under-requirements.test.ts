import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../../src/domain/sandbox/matrix/access-of.ts';
import {
  managedProfiles,
  underRequirements,
} from '../../../../src/domain/sandbox/profiles/under-requirements.ts';
import { places, profile } from '../../../support/sandbox-profiles.ts';

const requirements = (toml: string) => ({
  values: parse(toml),
  placeOf: () => ({ file: 'requirements.toml', line: 1, column: 1 }),
});

const access = (id: string, toml: string, path: string) => {
  const managed = underRequirements(profile(id), requirements(toml));
  return managed && accessOf(managed, path, places).access;
};

// docs/codex-facts.md, "Sandbox under requirements"
describe('a profile under requirements', () => {
  const readOnly = 'allowed_sandbox_modes = ["read-only"]\n';
  const deny = '[permissions.filesystem]\ndeny_read = ["/play/user/other"]\n';

  it.each([
    ['dev', readOnly, '/play/workspace/a', 'read'],
    [':danger-full-access', readOnly + deny, '/play/workspace/a', 'read'],
    ['dev', deny, '/play/workspace/a', 'write'],
    ['dev', deny, '/play/user/other/a', 'deny'],
    [':danger-full-access', deny, '/play/user/other/a', 'deny'],
    ['dev', 'allowed_sandbox_modes = ["read-only", "workspace-write"]', '/play/workspace/a', 'write'],
  ] as const)('%s with %j: %s is %s', (id, toml, path, expected) => {
    expect(access(id, toml, path)).toBe(expected);
  });

  it('is replaced by the managed default when it is not allowed', () => {
    const toml = `default_permissions = "corp"
allowed_permission_profiles = { corp = true }
[permissions.corp]
extends = ":read-only"
`;
    expect(managedProfiles(requirements(toml)).map(({ id }) => id)).toEqual(['corp']);
    expect(access('dev', toml, '/play/workspace/a')).toBe('read');
    expect(underRequirements(profile(':danger-full-access'), requirements(toml))).toMatchObject({
      id: 'corp',
      fullAccess: false,
    });
  });

  it('cannot be told when the managed default is nowhere', () => {
    expect(
      access('dev', 'default_permissions = "x"\nallowed_permission_profiles = { x = true }', '/a'),
    ).toBeUndefined();
  });
});
