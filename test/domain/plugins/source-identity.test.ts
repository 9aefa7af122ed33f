import { describe, expect, it } from 'vitest';
import {
  describeIdentity,
  identityOf,
  isSameIdentity,
  normaliseUrl,
  withoutSecret,
} from '../../../src/domain/plugins/source-identity.ts';

const git = {
  sourceType: 'git',
  source: 'https://example.com/a/b.git',
  root: '/x',
  ref: 'main',
  folders: [],
};

describe('the identity of a source', () => {
  it.each([
    ['the scheme and the host in capitals', 'HTTPS://Example.COM/a/b'],
    ['a final .git', 'https://example.com/a/b.git'],
    ['a final slash', 'https://example.com/a/b/'],
    ['the usual port', 'https://example.com:443/a/b'],
    ['an account and a token', 'https://ada:s3cret@example.com/a/b'],
  ])('does not depend on %s', (_, url) => {
    expect(normaliseUrl(url)).toBe('https://example.com/a/b');
  });

  it.each([
    ['another host', 'https://example.org/a/b'],
    ['another owner', 'https://example.com/c/b'],
    ['capitals in the path', 'https://example.com/A/b'],
    ['another port', 'https://example.com:8443/a/b'],
    ['no encryption', 'http://example.com/a/b'],
    ['ssh', 'ssh://git@example.com/a/b'],
  ])('is another one with %s', (_, url) => {
    expect(normaliseUrl(url)).not.toBe('https://example.com/a/b');
  });

  it('takes the short form of ssh for the long one', () => {
    expect(normaliseUrl('git@example.com:a/b.git')).toBe(normaliseUrl('ssh://git@example.com/a/b'));
  });

  it.each([
    ['branch', { ref: 'next' }],
    ['folders', { folders: ['plugins/a'] }],
    ['kind', { sourceType: 'local' }],
    ['repository', { source: 'https://example.com/evil/b.git' }],
  ])('changes with the %s', (_, change) => {
    expect(isSameIdentity(identityOf(git), identityOf({ ...git, ...change }))).toBe(false);
  });

  it('is told in one line', () => {
    expect(describeIdentity(identityOf({ ...git, folders: ['b/', 'a'] }))).toBe(
      'git https://example.com/a/b at main only a, b',
    );
    expect(describeIdentity(identityOf({ ...git, sourceType: 'home' }))).toBe('home /x');
  });

  it('is shown without a password', () => {
    expect(withoutSecret('https://ada:s3cret@example.com/a')).toBe('https://example.com/a');
    expect(withoutSecret('ssh://git:s3cret@example.com/a')).toBe('ssh://git@example.com/a');
    expect(withoutSecret('/home/ada@work')).toBe('/home/ada@work');
  });
});
