import { describe, expect, it } from 'vitest';
import { customProfiles, profile, profilesIn } from '../../support/sandbox-profiles.ts';

describe('profiles of a configuration', () => {
  it('have what they inherit, then their own', () => {
    expect(profilesIn(customProfiles).map(({ id }) => id)).toEqual(['dev', 'ro', 'netdev']);
    expect(profile('dev').rules.map(({ text }) => text)).toEqual([
      '":root" = "read"',
      '":workspace_roots" = "write"',
      '":slash_tmp" = "write"',
      '":tmpdir" = "write"',
      '"~/secret" = "deny"',
      '":workspace_roots"."." = "write"',
      '":workspace_roots"."**/*.env" = "deny"',
    ]);
    expect(profile('dev').network.enabled).toBe(false);
    expect(profile('netdev').network.enabled).toBe(true);
    expect(profile('ro').rules.map(({ access }) => access)).toEqual(['read', 'deny']);
  });

  it('count a mistyped key and a former path for what was meant', () => {
    const toml = `[permissions.p]
extend = ":workspace"
[permissions.p.filesytem]
"~/secret" = "deny"
":project_roots" = "read"
[permissions.p.netwrok]
enable = true
`;
    const { rules, network } = profile('p', toml);
    expect(rules.at(0)?.text).toBe('":root" = "read"');
    expect(rules.at(-2)).toMatchObject({ scope: { type: 'path', path: '~/secret' }, access: 'deny' });
    expect(rules.at(-1)).toMatchObject({ scope: { type: 'workspace', path: '.' }, access: 'read' });
    expect(network.enabled).toBe(true);
  });

  it('inherit through each other', () => {
    const toml = `[permissions.a]
extends = "b"
[permissions.b]
extends = ":read-only"
[permissions.b.filesystem]
"/data" = "write"
`;
    expect(profile('a', toml).rules.map(({ text }) => text)).toEqual([
      '":root" = "read"',
      '"/data" = "write"',
    ]);
  });

  it.each([
    ['of nobody', '[permissions.a]\nextends = "nobody"\n'],
    ['in a circle', '[permissions.a]\nextends = "b"\n[permissions.b]\nextends = "a"\n'],
    ['of no sandbox', '[permissions.a]\nextends = ":danger-full-access"\n'],
  ])('are left out when they are heirs %s', (_, toml) => {
    expect(profilesIn(toml)).toEqual([]);
  });

  it.each(['permissions = 3', 'x = 1', '[permissions]\na = "b"'])('are none in %s', (toml) => {
    expect(profilesIn(toml)).toEqual([]);
  });
});
