import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitOf, findInRepository, findRepository } from '../../../src/app/artifacts/repository.ts';
import { testRepository } from '../../support/repository.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

const find = (folder: string) => findRepository(testWorld(), folder);

describe('the repository of a folder', () => {
  it('is found from any folder in it, and through a link to it', async () => {
    const { root } = testRepository({ 'a/b/c.txt': '' });
    const real = realpathSync(root);
    const link = join(tempFolder(), 'link');
    symlinkSync(root, link);
    for (const folder of [root, join(root, 'a/b'), link]) expect((await find(folder)).root).toBe(real);
  });

  it('of a worktree is the worktree', async () => {
    const { git, root } = testRepository({ 'a.txt': 'a' });
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
    const tree = join(tempFolder(), 'tree');
    git('worktree', 'add', '-q', tree);
    expect((await find(tree)).root).toBe(realpathSync(tree));
    expect((await find(root)).root).toBe(realpathSync(root));
  });

  it('is not an empty folder named .git', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, '.git'));
    await expect(find(folder)).rejects.toMatchObject({ exitCode: 2 });
    await expect(find(join(folder, 'none'))).rejects.toThrow('there is no such folder');
  });

  it.each([
    ['https://ada:s3cret@git.example.com/shop.git', 'https://git.example.com/shop.git'],
    ['https://ghp_0123456789abcdef@git.example.com/shop', 'https://git.example.com/shop'],
    ['ssh://git@git.example.com/shop', 'ssh://git.example.com/shop'],
    ['git@git.example.com:team/shop.git', 'git@git.example.com:team/shop.git'],
    ['/srv/git/shop.git', '/srv/git/shop.git'],
  ])('with the origin %s is known as %s', async (origin, name) => {
    expect((await find(testRepository({}, { origin }).root)).name).toBe(name);
  });

  it('without an origin is known by the name of its folder', async () => {
    const { root } = testRepository();
    expect((await find(root)).name).toBe(root.split('/').at(-1));
  });
});

describe('the commit of a repository', () => {
  it('is what is checked out, and whether something is in no commit', async () => {
    const { root, git, write } = testRepository({ 'a.txt': 'a' });
    const world = testWorld();
    const repository = await findRepository(world, root);
    expect(await commitOf(world, repository)).toEqual({ commit: undefined, changed: true });
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
    const commit = git('rev-parse', 'HEAD').trim();
    expect(await commitOf(world, repository)).toEqual({ commit, changed: false });
    write('a.txt', 'b');
    expect(await commitOf(world, repository)).toEqual({ commit, changed: true });
  });

  it('is asked for without starting a program that the repository names', async () => {
    const { root, git, read } = testRepository({ 'a.txt': 'a', ran: 'no' });
    git('config', 'core.fsmonitor', `sh -c 'echo yes > "${root}/ran"'`);
    const world = testWorld();
    await commitOf(world, await findRepository(world, root));
    expect(read('ran')).toBe('no');
  });
});

describe('a file of a repository', () => {
  it('is text, missing, or something else', async () => {
    const { root } = testRepository({ 'docs/a.md': 'hello\n', 'docs/large.md': 'x'.repeat(1024 * 1024 + 1) });
    const repository = await find(root);
    expect(await findInRepository(repository, 'docs/a.md')).toMatchObject({ type: 'text', text: 'hello\n' });
    expect(await findInRepository(repository, 'new/b.md')).toEqual({
      type: 'missing',
      path: join(repository.root, 'new/b.md'),
    });
    expect(await findInRepository(repository, 'docs')).toMatchObject({
      type: 'other',
      what: 'is not a file',
    });
    expect(await findInRepository(repository, 'docs/large.md')).toMatchObject({ type: 'other' });
  });

  it('below a file is missing, and is never made there', async () => {
    const { root } = testRepository({ docs: 'a file\n' });
    expect(await findInRepository(await find(root), 'docs/a.md')).toMatchObject({ type: 'missing' });
  });

  it('is never reached through a loop of links', async () => {
    const { root } = testRepository();
    symlinkSync(join(root, 'b'), join(root, 'a'));
    symlinkSync(join(root, 'a'), join(root, 'b'));
    await expect(findInRepository(await find(root), 'a/x.md')).rejects.toThrow(
      'is a link that leads nowhere',
    );
  });

  it('is not read through the top folder itself', async () => {
    const { root } = testRepository();
    symlinkSync(root, join(root, 'self'));
    writeFileSync(join(root, 'x.md'), 'x');
    await expect(findInRepository(await find(root), 'self/x.md')).rejects.toThrow('is a link that leads out');
  });
});
