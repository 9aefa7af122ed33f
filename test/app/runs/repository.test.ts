import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readChanges, readDiff, readRepository, resolveCommit } from '../../../src/app/runs/repository.ts';
import { digestChanges } from '../../../src/domain/runs/changes.ts';
import { testRepository } from '../../support/repository.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** A repository with the files in one commit. */
function committed(files: Record<string, string>) {
  const repository = testRepository(files, { origin: 'https://ada:s3cret@git.example.com/shop.git' });
  const commit = (message = 'more') => {
    repository.git('add', '-A');
    repository.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', message);
    return repository.git('rev-parse', 'HEAD').trim();
  };
  repository.git('checkout', '-q', '-b', 'main');
  return { ...repository, commit, base: commit('one') };
}

const world = () => testWorld();
const changes = (root: string, base: string | null, to?: string) => readChanges(world(), root, { base, to });
const kinds = async (root: string, base: string | null, to?: string) =>
  (await changes(root, base, to)).files.map(({ path, kind, sha256: digest }) => [path, kind, digest]);

describe('the repository of a run', () => {
  it('is known by its address without a password, its branch and its commit', async () => {
    const { root, base, write } = committed({ 'a.txt': 'a', 'deep/b.txt': 'b' });
    const clean = { name: 'https://git.example.com/shop.git', branch: 'main', head: base, dirty: false };
    expect(await readRepository(world(), join(root, 'deep'))).toMatchObject(clean);
    write('a.txt', 'A');
    expect(await readRepository(world(), root)).toMatchObject({ ...clean, dirty: true });
  });

  it('has no branch where a commit is checked out, and no commit before the first one', async () => {
    const { root, git, base } = committed({ 'a.txt': 'a' });
    git('checkout', '-q', '--detach');
    expect(await readRepository(world(), root)).toMatchObject({ branch: null, head: base });
    expect(await readRepository(world(), testRepository().root)).toMatchObject({ head: null, dirty: false });
  });

  it('is none outside of a repository', async () => {
    expect(await readRepository(world(), tempFolder())).toBeUndefined();
  });

  it('is not the one that variables of a git hook name', async () => {
    const { root, base } = committed({ 'a.txt': 'a' });
    const other = committed({ 'b.txt': 'b', 'c.txt': 'c' });
    const hook = testWorld({
      GIT_DIR: join(other.root, '.git'),
      GIT_INDEX_FILE: join(other.root, '.git/index'),
    });
    expect(await readRepository(hook, root)).toMatchObject({ head: base, dirty: false });
    expect((await readChanges(hook, root, { base })).total).toBe(0);
  });
});

describe('the change since a commit', () => {
  it('has what was added, changed and deleted, with the content after it, and not what git ignores', async () => {
    const { root, base, write } = committed({
      '.gitignore': 'out/\n',
      'a.txt': 'a',
      'b.txt': 'b',
      'c.txt': 'c',
    });
    write('a.txt', 'A');
    rmSync(join(root, 'b.txt'));
    write('new/d.txt', 'd');
    write('out/e.txt', 'e');
    expect(await kinds(root, base)).toEqual([
      ['a.txt', 'update', sha256('A')],
      ['b.txt', 'delete', null],
      ['new/d.txt', 'add', sha256('d')],
    ]);
  });

  it('has the same digest before and after it is committed, in one commit or in several', async () => {
    const { root, base, write, commit } = committed({ 'a.txt': 'a', 'b.txt': 'b' });
    write('a.txt', 'A');
    write('new.txt', 'n');
    const before = await changes(root, base);
    commit();
    const half = await changes(root, base, 'HEAD');
    expect(half).toEqual(before);
    expect(await changes(root, base)).toEqual(before);
    write('b.txt', 'other');
    const middle = commit();
    write('b.txt', 'b');
    commit();
    expect(await changes(root, base, 'main')).toEqual(before);
    expect((await changes(root, base, middle)).digest).not.toBe(before.digest);
    expect(before.digest).toBe(digestChanges(before.files));
  });

  it('has a moved file as a deleted and an added one', async () => {
    const { root, base } = committed({ 'a.txt': 'the same content' });
    renameSync(join(root, 'a.txt'), join(root, 'b.txt'));
    expect(await kinds(root, base)).toEqual([
      ['a.txt', 'delete', null],
      ['b.txt', 'add', sha256('the same content')],
    ]);
  });

  it('has a link as its target, wherever it leads', async () => {
    const { root, base } = committed({ 'a.txt': 'a' });
    symlinkSync('/etc/passwd', join(root, 'link'));
    expect(await kinds(root, base)).toEqual([['link', 'add', sha256('/etc/passwd')]]);
  });

  it('is everything in a repository without commits', async () => {
    const { root, write } = testRepository();
    expect(await changes(root, null)).toMatchObject({ base: null, files: [], total: 0 });
    write('a.txt', 'a');
    expect(await kinds(root, null)).toEqual([['a.txt', 'add', sha256('a')]]);
  });

  it('is found when a folder took the place of a file, or a file that of a folder', async () => {
    const { root, base, write, commit } = committed({ a: 'a', 'b/c': 'c' });
    rmSync(join(root, 'a'));
    write('a/x', 'x');
    rmSync(join(root, 'b'), { recursive: true });
    write('b', 'b');
    const before = await changes(root, base);
    expect(before.files.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'delete a',
      'add a/x',
      'add b',
      'delete b/c',
    ]);
    commit();
    expect(await changes(root, base)).toEqual(before);
  });

  it('has names of any bytes', async () => {
    const { root, base } = committed({ 'a.txt': 'a' });
    const names = ['two  spaces', 'a\nnewline', '-rf', ':(top)x', '"quoted"', 'é', '\u001b[1m red', '*'];
    for (const name of names) writeFileSync(join(root, name), name);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0xff, 0x41)]), 'bytes');
    const found = new Map((await kinds(root, base)).map(([path, , digest]) => [path, digest]));
    expect(Object.fromEntries(found)).toEqual({
      'two  spaces': sha256('two  spaces'),
      '"a\\012newline"': sha256('a\nnewline'),
      '-rf': sha256('-rf'),
      ':(top)x': sha256(':(top)x'),
      '"\\"quoted\\""': sha256('"quoted"'),
      é: sha256('é'),
      '"\\033[1m red"': sha256('\u001b[1m red'),
      '*': sha256('*'),
      '"\\377A"': sha256('bytes'),
    });
  });

  it('runs no program that the repository names, and leaves the repository as it was', async () => {
    const { root, base, git, write } = committed({
      'a.txt': 'a',
      '.gitattributes': '*.txt filter=evil diff=evil\n',
    });
    const ran = join(tempFolder(), 'ran');
    const evil = join(tempFolder(), 'evil.sh');
    writeFileSync(evil, `#!/bin/sh\necho ran $0 "$@" >> ${ran}; ps -o args= -p $PPID >> ${ran}\ncat\n`, {
      mode: 0o755,
    });
    for (const name of ['filter.evil.clean', 'filter.evil.smudge', 'diff.evil.command', 'diff.evil.textconv'])
      git('config', name, evil);
    git('config', 'filter.evil.required', 'true');
    git('config', 'diff.external', evil);
    git('config', 'core.fsmonitor', evil);
    for (const hook of ['post-index-change', 'pre-commit'])
      writeFileSync(join(root, '.git/hooks', hook), `#!/bin/sh\n${evil}\n`, { mode: 0o755 });
    write('a.txt', 'A');
    write('new.txt', 'n');
    const index = git('-c', 'core.fsmonitor=false', 'ls-files', '-s');
    expect(await readRepository(world(), root)).toMatchObject({ dirty: true });
    expect((await changes(root, base)).total).toBe(2);
    expect((await readDiff(world(), root, { base, most: 10_000 })).text).toContain('+n\n');
    expect(existsSync(ran) ? readFileSync(ran, 'utf8') : '').toBe('');
    expect(git('-c', 'core.fsmonitor=false', 'ls-files', '-s')).toBe(index);
  });

  it('has a file of Git LFS by what it points to', async () => {
    const { root, base, write, commit } = committed({ '.gitattributes': '*.bin -text\n' });
    const oid = sha256('large content');
    write('x.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 13\n`);
    const pointer = commit();
    expect(await kinds(root, base, pointer)).toEqual([['x.bin', 'add', oid]]);
    write('x.bin', 'large content');
    expect(await kinds(root, pointer)).toEqual([]);
  });

  it('has a large file by its content, and one that cannot be read without', async () => {
    const { root, base, write } = committed({ 'a.txt': 'a' });
    writeFileSync(join(root, 'large'), '');
    truncateSync(join(root, 'large'), 65 * 1024 * 1024);
    write('secret', 's');
    chmodSync(join(root, 'secret'), 0);
    const unreadable = process.getuid?.() === 0 ? sha256('s') : null;
    expect(await kinds(root, base)).toEqual([
      ['large', 'add', sha256(Buffer.alloc(65 * 1024 * 1024))],
      ['secret', 'add', unreadable],
    ]);
  });

  it('names a repository in the repository, whose files it does not read', async () => {
    const { root, base } = committed({ 'a.txt': 'a' });
    mkdirSync(join(root, 'inner'));
    execFileSync('git', ['init', '-q'], { cwd: join(root, 'inner') });
    writeFileSync(join(root, 'inner/x'), 'x');
    expect(await kinds(root, base)).toEqual([['inner', 'add', null]]);
  });

  it('says where a commit is not found, and takes no option for one', async () => {
    const { root, base } = committed({ 'a.txt': 'a' });
    expect(await resolveCommit(world(), root, 'main')).toBe(base);
    for (const name of ['none', '--output=x', 'HEAD:a.txt', ''])
      await expect(changes(root, name)).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('the diff of a change', () => {
  it('has new files too, and ends where it is too long', async () => {
    const { root, base, write } = committed({ 'a.txt': 'a\n' });
    write('new.txt', 'n\n');
    const whole = await readDiff(world(), root, { base, most: 10_000 });
    expect(whole.text).toContain('+++ b/new.txt\n@@ -0,0 +1 @@\n+n\n');
    expect(whole.cut).toBe(false);
    expect(await readDiff(world(), root, { base, most: 10 })).toEqual({
      text: whole.text.slice(0, 10),
      cut: true,
    });
  });
});
