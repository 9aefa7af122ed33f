import { describe, expect, it } from 'vitest';
import { parseOutbound } from '../../../../src/domain/sandbox/trials/outbound.ts';
import {
  parseStatedExpectations,
  placesNamed,
  requireKnown,
  statedFor,
} from '../../../../src/domain/sandbox/trials/stated-expectations.ts';

const file = 'checks/sandbox.yaml';
const good = `version: 1
profiles:
  dev:
    why: builds need no shared folder
    expect:
      write.tmp: denied
      "read:~/.ssh": denied
`;

describe('stated expectations', () => {
  it('are read with their place and their reason', () => {
    expect(parseStatedExpectations(good, file)).toEqual([
      {
        profile: 'dev',
        probe: 'write.tmp',
        expected: 'denied',
        why: 'builds need no shared folder',
        declaredAt: 'checks/sandbox.yaml:6:18',
      },
      expect.objectContaining({ probe: 'read:~/.ssh', declaredAt: 'checks/sandbox.yaml:7:22' }),
    ]);
  });

  it.each([
    ['version: 2\nprofiles: {}', 'checks/sandbox.yaml:1:10'],
    ['version: 1\nprofiles:\n  dev:\n    expects: {}\n', 'did you mean "expect"?'],
    ['version: 1\nprofiles:\n  dev:\n    expect:\n      write.tmp: no\n', 'checks/sandbox.yaml:5:18'],
  ])('are refused by place: %j', (text, message) => {
    expect(() => parseStatedExpectations(text, file)).toThrow(message);
  });

  it('are refused for a profile or a probe that is not there', () => {
    const stated = parseStatedExpectations(good, file);
    const tried = { profiles: ['dev'], probes: ['write.tmp', 'read:~/.ssh'], notTried: [] };
    expect(() => requireKnown(stated, tried)).not.toThrow();
    expect(() => requireKnown(stated, { ...tried, profiles: ['deva'] })).toThrow(
      'checks/sandbox.yaml:6:18: there is no profile "dev"; did you mean "deva"?',
    );
    expect(() => requireKnown(stated, { ...tried, probes: ['write.tmpdir', 'read:~/.ssh'] })).toThrow(
      'there is no probe "write.tmp"; did you mean "write.tmpdir"?',
    );
  });
});

describe('what is stated', () => {
  const stated = parseStatedExpectations(
    'version: 1\nprofiles:\n  "*":\n    why: we know\n    expect: { write.agents-md: allowed, "read:~/.kube": denied }\n  dev:\n    expect: { write.agents-md: denied, "write:/etc": denied, "read:beside *.env": allowed }\n',
    file,
  );

  it('of every profile counts where the profile itself says nothing', () => {
    const of = (profile: string) => statedFor(stated, { profile, probe: 'write.agents-md', mode: 'helper' });
    expect(of('dev')?.expected).toBe('denied');
    expect(of('ops')?.expected).toBe('allowed');
    expect(() =>
      requireKnown(stated, {
        profiles: ['dev'],
        probes: ['write.agents-md', 'read:~/.kube', 'write:/etc', 'read:beside *.env'],
        notTried: [],
      }),
    ).not.toThrow();
  });

  it('allowed does not count under requirements', () => {
    const of = (profile: string) => statedFor(stated, { profile, probe: 'write.agents-md', mode: 'managed' });
    expect(of('ops')).toBeUndefined();
    expect(of('dev')?.expected).toBe('denied');
  });

  it('names places that no profile names', () => {
    expect(placesNamed(stated)).toEqual([
      { use: 'read', path: '~/.kube' },
      { use: 'write', path: '/etc' },
    ]);
  });

  it('of a place that cannot be tried is refused with the reason', () => {
    const notTried = [{ name: '~/.kube', reason: 'it is in the way' }];
    expect(() => requireKnown(stated, { profiles: ['dev'], probes: ['write.agents-md'], notTried })).toThrow(
      /checks\/sandbox\.yaml:5:\d+: read:~\/\.kube cannot be tried: it is in the way/,
    );
  });
});

describe('a host to connect to', () => {
  it.each([
    ['example.com:8443', { host: 'example.com', port: 8443 }],
    ['[::1]:80', { host: '::1', port: 80 }],
    ['none', undefined],
  ])('%s', (text, expected) => {
    expect(parseOutbound(text)).toEqual(expected);
  });

  it.each(['example.com', 'http://a:80', 'a:99999', ''])('%j is refused', (text) => {
    expect(() => parseOutbound(text)).toThrow('is not host:port');
  });
});
