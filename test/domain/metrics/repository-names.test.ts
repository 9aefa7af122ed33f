import { describe, expect, it } from 'vitest';
import {
  RepositoryNames,
  repositoryName,
  withoutCredentials,
} from '../../../src/domain/metrics/repository-names.ts';

describe('the address of a repository', () => {
  it.each([
    ['https://ada:hunter2@github.com/acme/shop.git', 'https://github.com/acme/shop.git'],
    ['https://ghp_token@github.com/acme/shop', 'https://github.com/acme/shop'],
    ['https://a@b:c@github.com/acme/shop?token=x#y', 'https://github.com/acme/shop'],
    ['ada:hunter2@github.com/acme/shop', 'github.com/acme/shop'],
    ['ssh://git@github.com:22/acme/shop', 'ssh://github.com:22/acme/shop'],
    ['git@github.com:acme/shop.git', 'git@github.com:acme/shop.git'],
    ['/srv/git/shop.git', '/srv/git/shop.git'],
    ['shop', 'shop'],
  ])('is recorded without who may read it: %s', (address, recorded) => {
    expect(withoutCredentials(address)).toBe(recorded);
  });
});

describe('the name of a repository', () => {
  it.each([
    ['https://ada:token@GitHub.com/acme/shop.git', 'github.com/acme/shop'],
    ['git@github.com:acme/shop.git', 'github.com/acme/shop'],
    ['ssh://git@git.acme.test:2222/acme/shop/', 'git.acme.test/acme/shop'],
    ['https://github.com/acme/shop?token=1#readme', 'github.com/acme/shop'],
    ['github.com/acme/shop', 'github.com/acme/shop'],
    ['/srv/work/shop', 'shop'],
    ['file:///srv/work/shop', 'shop'],
    ['C:\\work\\shop', 'shop'],
    ['shop', 'shop'],
    ['', ''],
  ])('%s is %s', (written, expected) => {
    expect(repositoryName(written)).toBe(expected);
  });

  it('takes a bare name for the one address that ends so', () => {
    const names = new RepositoryNames(['git@github.com:acme/shop.git', '/srv/shop', 'till']);
    expect(names.nameOf('/srv/shop')).toBe('github.com/acme/shop');
    expect(names.nameOf('till')).toBe('till');
  });

  it('leaves a bare name alone when two addresses end so', () => {
    const names = new RepositoryNames(['github.com/acme/shop', 'github.com/other/shop']);
    expect(names.nameOf('shop')).toBe('shop');
  });
});
