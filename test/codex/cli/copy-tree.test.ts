import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyRegularFile, copyTree } from '../../../src/codex/cli/copy-tree.ts';
import { makePipe } from '../../support/pipe.ts';
import { tempFolder } from '../../support/temp.ts';

describe('a copy of a folder', () => {
  it('has files, folders and links, and neither pipes nor what was left out', async () => {
    const [from, to] = [tempFolder(), join(tempFolder(), 'copy')];
    mkdirSync(join(from, 'a', '.git'), { recursive: true });
    writeFileSync(join(from, 'a', 'file'), 'text');
    symlinkSync('..', join(from, 'a', 'loop'));
    makePipe(join(from, 'a', 'pipe'));
    await copyTree(from, to, { leftOut: ['.git'] });
    expect(readdirSync(join(to, 'a')).sort()).toEqual(['file', 'loop']);
    expect(readFileSync(join(to, 'a', 'file'), 'utf8')).toBe('text');
    expect(readlinkSync(join(to, 'a', 'loop'))).toBe('..');
  });

  it.runIf(process.platform === 'linux')('keeps names that are not UTF-8', async () => {
    const [from, to] = [tempFolder(), tempFolder()];
    writeFileSync(Buffer.concat([Buffer.from(`${from}/`), Buffer.of(0xff)]), 'odd');
    await copyTree(from, to);
    expect(readFileSync(Buffer.concat([Buffer.from(`${to}/`), Buffer.of(0xff)]), 'utf8')).toBe('odd');
  });

  it('can be written where the original is read-only', async () => {
    const [from, to] = [tempFolder(), tempFolder()];
    mkdirSync(join(from, 'folder'));
    writeFileSync(join(from, 'folder', 'run.sh'), '#!/bin/sh\n');
    chmodSync(join(from, 'folder', 'run.sh'), 0o555);
    chmodSync(join(from, 'folder'), 0o555);
    await copyTree(from, to);
    chmodSync(join(from, 'folder'), 0o755);
    expect(statSync(join(to, 'folder', 'run.sh')).mode & 0o777).toBe(0o755);
    expect(statSync(join(to, 'folder')).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['an absolute one', '/etc'],
    ['one above the folder', '../../../..'],
    ['one that goes up behind another link', 'top/../elsewhere'],
  ])('has no link that leads out of it: %s', async (_, target) => {
    const [from, to] = [tempFolder(), join(tempFolder(), 'copy')];
    mkdirSync(join(from, 'a'));
    symlinkSync('..', join(from, 'a', 'top'));
    symlinkSync(target, join(from, 'a', 'out'));
    await copyTree(from, to);
    expect(readdirSync(join(to, 'a'))).toEqual(['top']);
    await expect(copyTree(from, tempFolder(), { linksOut: 'refuse' })).rejects.toThrow(
      `${join(from, 'a', 'out')}: a symbolic link that leads to ${target}`,
    );
  });

  it('has a file of its own in place of a link to one elsewhere, where that is asked for', async () => {
    const [from, to, elsewhere] = [tempFolder(), join(tempFolder(), 'copy'), tempFolder()];
    writeFileSync(join(elsewhere, 'shared'), 'text');
    symlinkSync(join(elsewhere, 'shared'), join(from, 'file'));
    symlinkSync(elsewhere, join(from, 'folder'));
    await copyTree(from, to, { linksOut: 'copy file' });
    expect(readdirSync(to)).toEqual(['file']);
    writeFileSync(join(to, 'file'), 'changed');
    expect(readFileSync(join(elsewhere, 'shared'), 'utf8')).toBe('text');
  });

  it('of nothing is nothing', async () => {
    const to = tempFolder();
    await copyTree(join(to, 'none'), join(to, 'copy'));
    expect(readdirSync(to)).toEqual([]);
  });

  it('ends when the work is interrupted', async () => {
    const [from, to] = [tempFolder(), tempFolder()];
    for (let n = 0; n < 5000; n++) writeFileSync(join(from, `f${n}`), '');
    const interrupt = new AbortController();
    const copying = copyTree(from, to, { signal: interrupt.signal });
    setImmediate(() => interrupt.abort(new Error('interrupted')));
    await expect(copying).rejects.toThrow('interrupted');
  });
});

describe('a copy of a file', () => {
  it('is not made of a pipe, and the pipe holds nothing up', () => {
    const folder = tempFolder();
    makePipe(join(folder, 'config.toml'));
    expect(() => copyRegularFile(join(folder, 'config.toml'), join(folder, 'copy'))).toThrow(
      'config.toml: cannot be read: it is a pipe',
    );
    expect(copyRegularFile(join(folder, 'none'), join(folder, 'copy'))).toBe(false);
  });
});
