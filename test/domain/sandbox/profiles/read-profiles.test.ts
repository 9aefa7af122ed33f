import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintProfiles } from '../../../../src/domain/sandbox/profiles/lint-profiles.ts';
import { readProfiles } from '../../../../src/domain/sandbox/profiles/read-profiles.ts';
import { expectOf } from '../../../../src/domain/sandbox/trials/expect.ts';
import { listProbes } from '../../../../src/domain/sandbox/trials/list-probes.ts';
import { namedPlaces, rulesOf } from '../../../../src/domain/sandbox/trials/named-places.ts';
import { inlineTable, standInRules } from '../../../../src/domain/sandbox/trials/stand-in-rules.ts';
import { customProfiles, places, profile, profilesIn } from '../../../support/sandbox-profiles.ts';

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

  it('count a mistyped table beside the right one for what was meant', () => {
    const toml = `[permissions.work]
extends = ":workspace"
[permissions.work.filesytem]
"~/.ssh" = "deny"
glob_scan_max_depth = 2
[permissions.work.filesystem.":workspace_roots"]
"**/*.env" = "deny"
[permissions.work.network]
enabled = false
[permissions.work.netwrok]
domains = { "example.com" = "deny" }
`;
    const { rules, network, scanDepth } = profile('work', toml);
    expect(rules.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['"~/.ssh" = "deny"', '":workspace_roots"."**/*.env" = "deny"']),
    );
    expect(network).toMatchObject({ enabled: false, hosts: { 'example.com': 'deny' } });
    expect(scanDepth).toBe(2);
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

  it('open further workspaces like the workspace, and a folder with /** at its end', () => {
    const toml = `[permissions.p]
extends = ":workspace"
[permissions.p.workspace_roots]
"/data/other" = true
"/data/off" = false
[permissions.p.filesystem]
"~/build/**" = "write"
`;
    expect(profile('p', toml).rules.slice(-2)).toMatchObject([
      { scope: { type: 'path', path: '~/build' }, access: 'write' },
      { scope: { type: 'path', path: '/data/other' }, access: 'write' },
    ]);
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

  it('are read, linted and expected of whatever stands there', () => {
    const word = fc.constantFrom(
      'filesystem',
      'network',
      'extends',
      ':workspace',
      ':root',
      '~/x',
      '.',
      '..',
      '',
      'a',
      '**/*.env',
    );
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        word,
        fc.constantFrom('deny', 'read', 'write', 'none', 1, true, null, new Date(0)),
        fc.array(tie('any'), { maxLength: 2 }),
        fc.dictionary(word, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', ':c', ''), value, { maxKeys: 3 }),
        (permissions) => {
          const profiles = readProfiles(permissions, () => ({ file: 'f', line: 1, column: 1 }));
          const named = namedPlaces({ rules: rulesOf(profiles) }, places);
          inlineTable(standInRules(rulesOf(profiles), places) ?? {});
          for (const one of profiles) {
            for (const probe of listProbes(named, { places, nonce: 'n' })) expectOf(one, probe, places);
          }
          lintProfiles(
            { permissions, default_permissions: 'a' },
            { version: '0.139.0', codexFolder: '/usr/bin' },
          );
        },
      ),
    );
  });

  it.each(['permissions = 3', 'x = 1', '[permissions]\na = "b"'])('are none in %s', (toml) => {
    expect(profilesIn(toml)).toEqual([]);
  });
});
