import { describe, expect, it } from 'vitest';
import { expectOf } from '../../../src/domain/sandbox/expect.ts';
import { deniedPlaces, listProbes } from '../../../src/domain/sandbox/list-probes.ts';
import { readProfiles } from '../../../src/domain/sandbox/read-profiles.ts';
import { customProfiles, factsTable, places, profile, profilesIn } from '../../support/sandbox-profiles.ts';

const denied = deniedPlaces(profilesIn(customProfiles), places);
const probes = listProbes(denied, { places, nonce: 'n' });

const expected = (id: string, toml?: string) =>
  Object.fromEntries(probes.map((probe) => [probe.id, expectOf(profile(id, toml), probe, places).expected]));

describe('what is expected of a profile', () => {
  // The columns of facts/codex-plugins-sandbox-policy.md §2.2.
  it.each(Object.entries(factsTable))('%s', (id, table) => {
    expect(expected(id)).toEqual(table);
  });

  it('says which rule it comes from', () => {
    const probe = probes.find(({ id }) => id === 'read:~/secret');
    if (!probe) throw new Error('no such probe');
    expect(expectOf(profile('dev'), probe, places).because).toBe('"~/secret" = "deny" (config.toml:1:1)');
    expect(expectOf(profile(':workspace'), probe, places).because).toBe('":root" = "read" (built in)');
  });

  it('names a host that is denied', () => {
    const toml =
      '[permissions.p]\nextends = ":workspace"\n[permissions.p.network]\nenabled = true\ndomains = { "127.0.0.1" = "deny" }\n';
    expect(expected('p', toml)).toMatchObject({
      'net.connect': 'denied',
      'net.bind': 'allowed',
      'net.outbound': undefined,
    });
  });

  it('knows that with the proxy nothing is reached directly', () => {
    const [profile] = readProfiles(
      { p: { extends: ':workspace', network: { enabled: true, domains: { 'a.com': 'allow' } } } },
      () => ({ file: 'config.toml', line: 1, column: 1 }),
      { hasProxy: true },
    );
    if (!profile) throw new Error('no profile');
    const found = probes.map((probe) => [probe.id, expectOf(profile, probe, places).expected]);
    expect(Object.fromEntries(found)).toMatchObject({
      'net.connect': 'denied',
      'net.bind': 'allowed',
      'net.outbound': 'denied',
    });
  });

  it('knows that a writable disk hides no processes, and does not judge it with exceptions', () => {
    expect(expected('p', '[permissions.p.filesystem]\n":root" = "write"\n').processes).toBe('allowed');
    expect(
      expected('p', '[permissions.p.filesystem]\n":root" = "write"\n"/x" = "deny"\n').processes,
    ).toBeUndefined();
  });
});

describe('what is tried', () => {
  it('puts canaries where a profile denies, each place once', () => {
    expect(denied).toEqual([
      { name: '~/secret', path: '/play/user/secret', isReal: false },
      { name: '**/*.env', path: '/play/workspace/deep/canary.env', isReal: false },
      { name: '**/*.env, far down', path: `/play/workspace/${'deep/'.repeat(12)}canary.env`, isReal: false },
    ]);
  });

  it('only counts what lies at a real place, and leaves out a glob on the real disk', () => {
    const toml = '[permissions.p.filesystem]\n"/data/keys" = "deny"\n"/data/*.pem" = "deny"\n';
    expect(deniedPlaces(profilesIn(toml), places)).toEqual([
      { name: '/data/keys', path: '/data/keys', isReal: true },
    ]);
    const [probe] = listProbes(deniedPlaces(profilesIn(toml), places), { places, nonce: 'n' }).filter(
      ({ id }) => id === 'read:/data/keys',
    );
    expect(probe).toMatchObject({ act: 'count', path: '/data/keys' });
  });

  it('does not deny the playground itself', () => {
    const toml =
      '[permissions.p.filesystem]\n"~/" = "deny"\n[permissions.p.filesystem.":workspace_roots"]\n"." = "deny"\n';
    expect(deniedPlaces(profilesIn(toml), places)).toEqual([]);
  });
});
