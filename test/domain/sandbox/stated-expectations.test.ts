import { describe, expect, it } from 'vitest';
import { parseOutbound } from '../../../src/domain/sandbox/outbound.ts';
import { parseStatedExpectations, requireKnown } from '../../../src/domain/sandbox/stated-expectations.ts';

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
    const tried = { profiles: ['dev'], probes: ['write.tmp', 'read:~/.ssh'] };
    expect(() => requireKnown(stated, tried)).not.toThrow();
    expect(() => requireKnown(stated, { ...tried, profiles: ['deva'] })).toThrow(
      'checks/sandbox.yaml:6:18: there is no profile "dev"; did you mean "deva"?',
    );
    expect(() => requireKnown(stated, { ...tried, probes: ['write.tmpdir', 'read:~/.ssh'] })).toThrow(
      'there is no probe "write.tmp"; did you mean "write.tmpdir"?',
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
