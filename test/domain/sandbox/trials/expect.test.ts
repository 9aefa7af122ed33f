import { describe, expect, it } from 'vitest';
import { readProfiles } from '../../../../src/domain/sandbox/profiles/read-profiles.ts';
import { expectOf } from '../../../../src/domain/sandbox/trials/expect.ts';
import { listProbes } from '../../../../src/domain/sandbox/trials/list-probes.ts';
import { namedPlaces, rulesOf } from '../../../../src/domain/sandbox/trials/named-places.ts';
import {
  customProfiles,
  factsTable,
  places,
  profile,
  profilesIn,
} from '../../../support/sandbox-profiles.ts';

const named = (toml: string) => namedPlaces({ rules: rulesOf(profilesIn(toml)), scanDepth: 3 }, places);
const probes = listProbes(named(customProfiles), { places, nonce: 'n' });

const expected = (id: string, toml?: string) =>
  Object.fromEntries(probes.map((probe) => [probe.id, expectOf(profile(id, toml), probe, places).expected]));

/** What is open, as far as a profile says: a risk is open too. */
const open = (id: string) =>
  Object.fromEntries(
    probes.map((probe) => {
      const { expected, risk } = expectOf(profile(id), probe, places);
      return [probe.id, risk === undefined ? expected : 'allowed'];
    }),
  );

describe('what is expected of a profile', () => {
  // The columns of docs/codex-facts.md, "Sandbox behaviour".
  it.each(Object.entries(factsTable))('%s', (id, table) => {
    expect(open(id)).toEqual(table);
  });

  it('says which rule it comes from', () => {
    const probe = probes.find(({ id }) => id === 'read:~/secret');
    if (!probe) throw new Error('no such probe');
    const { because, place } = expectOf(profile('dev'), probe, places);
    expect(because).toBe('"~/secret" = "deny" (config.toml:1:1)');
    expect(place).toEqual({ file: 'config.toml', line: 1, column: 1 });
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

describe('a way out that no rule closes', () => {
  const risky = (id: string, toml?: string) =>
    probes.filter((probe) => expectOf(profile(id, toml), probe, places).risk).map((probe) => probe.id);

  it('is told from what a profile opens', () => {
    expect(risky('ro')).toEqual([
      'write.pipe',
      'read.auth',
      'read.sessions',
      'read.environment',
      'net.datagram',
      'privileges',
      'namespaces',
      'write.kernel',
    ]);
    expect(risky('dev')).toContain('write.nested-git');
    expect(risky('netdev')).toEqual(expect.arrayContaining(['net.socket', 'net.docker']));
    expect(risky(':danger-full-access')).toEqual([]);
  });

  it('is one no longer once a rule closes it', () => {
    const toml =
      '[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem]\n"/play/codex-home/auth.json" = "deny"\n';
    expect(expected('p', toml)['read.auth']).toBe('denied');
    expect(risky('p', toml)).not.toContain('read.auth');
  });
});
