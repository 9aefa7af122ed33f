import { describe, expect, it } from 'vitest';
import {
  describeIdentity,
  identityOf,
  isSameIdentity,
  mayBeSameLocation,
  normaliseUrl,
  withoutSecret,
} from '../../../../src/domain/plugins/sources/source-identity.ts';

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

  it('has where a path leads to, when links lead elsewhere', () => {
    const local = { ...git, sourceType: 'local', source: '/srv/link', ref: null };
    const [there, elsewhere] = ['/srv/a', '/srv/b'].map((resolved) => identityOf({ ...local, resolved }));
    if (!there || !elsewhere) throw new Error('no identity');
    expect(describeIdentity(there)).toBe('local /srv/link (which is /srv/a)');
    expect(isSameIdentity(there, elsewhere)).toBe(false);
    expect(isSameIdentity(there, identityOf(local))).toBe(true);
    const direct = identityOf({ ...local, source: '/srv/a', resolved: '/srv/a' });
    expect(mayBeSameLocation(direct, there)).toBe(true);
    expect(mayBeSameLocation(direct, elsewhere)).toBe(false);
    expect(mayBeSameLocation(identityOf({ ...local, source: '/srv/a' }), there)).toBe(true);
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

describe('a blocked repository', () => {
  const blocked = identityOf(git);
  it.each([
    'HTTPS://EXAMPLE.com/a/b',
    'https://example.com./a/b',
    'https://example.com:443/a/b',
    'https://example.com:/a/b.git/',
    'https://example.com/A/B.GIT',
    'https://example.com/%61/b',
    'https://example.com/%2561/b',
    'https://example.com//a/./b',
    'https://example.com/x/../a/b',
    'https://example.com/a/b.git.git',
    'https://example.com/a/b?x=1',
    'https://example.com/a/b#readme',
    'https://ada:s3cret@example.com/a/b',
    'http://example.com/a/b',
    'git://example.com/a/b',
    'ssh://git@example.com/a/b',
    'ssh://git@example.com:2222/a/b.git',
    'git@example.com:a/b.git',
    'example.com:/a/b',
  ])('is blocked in another spelling too: %s', (source) => {
    expect(mayBeSameLocation(identityOf({ ...git, source }), blocked)).toBe(true);
  });

  it.each([
    ['another host', 'https://example.org/a/b'],
    ['another owner', 'https://example.com/c/b'],
    ['a longer name', 'https://example.com/a/bb'],
    ['a folder below', 'https://example.com/a/b/c'],
  ])('is not one of %s', (_, source) => {
    expect(mayBeSameLocation(identityOf({ ...git, source }), blocked)).toBe(false);
  });

  it('on GitHub is blocked in its short form, and a folder in every spelling of its path', () => {
    const gitHub = identityOf({ ...git, source: 'https://github.com/a/b.git' });
    expect(mayBeSameLocation(identityOf({ ...git, source: 'A/b' }), gitHub)).toBe(true);
    const local = (source: string) => identityOf({ ...git, sourceType: 'local', source });
    expect(mayBeSameLocation(local('/srv//x/../plugins/'), local('/srv/plugins'))).toBe(true);
    expect(
      mayBeSameLocation(identityOf({ ...git, source: 'file:///srv/plugins' }), local('/srv/plugins')),
    ).toBe(true);
    expect(mayBeSameLocation(local('/srv/other'), local('/srv/plugins'))).toBe(false);
  });
});
