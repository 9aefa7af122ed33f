import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { tamperedCopy } from '../../support/store-files.ts';
import { team } from '../../support/team.ts';
import { testWorld } from '../../support/world.ts';

async function teamAtWork() {
  const { world } = await team();
  return { world, ...commandLine(world) };
}

describe('db path', () => {
  it('is where --db says, else the variable, else the data folder', async () => {
    const world = testWorld();
    const { run, json } = commandLine(world);
    const usual = join(world.root, 'data', 'codex-cockpit', 'cockpit.db');
    expect(await run('db', 'path')).toEqual({ code: 0, stdout: `${usual}\n`, stderr: '' });
    expect(await json('db', 'path', '--db', '/x/y.db')).toMatchObject({
      format: 'codex-cockpit/db-path',
      path: '/x/y.db',
    });
    const named = commandLine(testWorld({ CODEX_COCKPIT_DB: '/a/b.db' }));
    expect((await named.run('db', 'path')).stdout).toBe('/a/b.db\n');
  });
});

describe('db backup and restore', () => {
  it('copy the history, and bring it back', async () => {
    const { world, run, json } = await teamAtWork();
    const file = join(world.root, 'copy.db');
    const { code, stdout, stderr } = await run('db', 'backup', file);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'The key that signs checkpoints is not in the backup: keep a copy of it elsewhere.\n',
    });
    expect(stdout).toMatch(/^Copied \d+ entries to .*copy\.db and verified them\.\n$/);
    expect(existsSync(file)).toBe(true);
    expect(await run('db', 'backup', file)).toMatchObject({ code: 2, stdout: '' });

    const target = join(world.root, 'new.db');
    const restored = await json('db', 'restore', file, '--db', target);
    expect(restored).toMatchObject({
      format: 'codex-cockpit/db-restore',
      path: target,
      moved_to: null,
      replaced_entries: null,
      asked_of: 'backup',
    });
    expect((await json('audit', 'verify', '--db', target)).whole).toBe(true);
  });

  it('name a backup that does not exist', async () => {
    const { run } = await teamAtWork();
    expect(await run('db', 'restore', 'none.db')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('none.db'),
    });
  });
});

describe('db check, stats and rebuild', () => {
  it('agree about a sound database', async () => {
    const { run, json } = await teamAtWork();
    const { code, stdout } = await run('db', 'check');
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: 'The database is sound.' });
    const { entries } = await json('db', 'stats');
    expect(await run('db', 'rebuild')).toEqual({
      code: 0,
      stdout: `Replayed ${entries} entries.\n`,
      stderr: '',
    });
  });
});

describe('db retain and scrub', () => {
  it('remove nothing that nobody asked to remove', async () => {
    const { run, json } = await teamAtWork();
    const limits = ['--older-than', '90d', '--larger-than', '64KiB'];
    expect(await run('db', 'retain', ...limits, '--dry-run')).toEqual({
      code: 0,
      stdout: 'Would remove 0 texts, 0 B.\n',
      stderr: '',
    });
    expect(await json('db', 'retain', ...limits)).toMatchObject({ texts: 0, dry_run: false });
    expect(await run('db', 'scrub')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('db', 'retain', '--older-than', '90d')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("required option '--larger-than <size>' not specified"),
    });
  });
});

describe('what is not there', () => {
  it.each([
    ['backup', 'copy.db'],
    ['check'],
    ['stats'],
    ['rebuild'],
    ['scrub'],
    ['retain', '--older-than', '90d', '--larger-than', '1KiB'],
  ])('db %s says where it looked, and makes no database', async (...args) => {
    const world = testWorld();
    const { run } = commandLine(world);
    const usual = join(world.root, 'data', 'codex-cockpit', 'cockpit.db');
    expect(await run('db', ...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: \S+cockpit\.db: there is no database.*\nStart one: codex-cockpit init\n$/,
      ),
    });
    expect(existsSync(usual)).toBe(false);
  });

  it.each(['check', 'stats', 'rebuild'])('db %s refuses a file that is no database', async (verb) => {
    const world = testWorld();
    const file = join(world.cwd, 'notes.txt');
    writeFileSync(file, 'no database at all\n'.repeat(50));
    expect(await commandLine(world).run('db', verb, '--db', 'notes.txt')).toMatchObject({
      code: 78,
      stdout: '',
      stderr: expect.stringContaining('notes.txt: not a readable cockpit database'),
    });
    expect(readFileSync(file, 'utf8')).toBe('no database at all\n'.repeat(50));
  });
});

describe('db check of a history that was changed', () => {
  it('exits 1 and names the entry, for a person and for a program', async () => {
    const { world, run, json } = await teamAtWork();
    await run('db', 'backup', 'copy.db');
    const changed = tamperedCopy(join(world.cwd, 'copy.db'), "UPDATE entry SET actor = 'eve' WHERE seq = 2");
    const { code, stdout } = await run('db', 'check', '--db', changed);
    expect(code).toBe(1);
    expect(stdout).toMatch(/entry 2/i);
    expect(await json('db', 'check', '--db', changed)).toMatchObject({
      format: 'codex-cockpit/db-check',
      proof: { whole: false, fault: { seq: 2 } },
    });
  });
});

describe('db retain', () => {
  it.each([
    [['--older-than', 'soon', '--larger-than', '1KiB'], '--older-than soon: not a time such as 90d'],
    [['--older-than', '-1d', '--larger-than', '1KiB'], '--older-than -1d: not a time such as 90d'],
    [['--older-than', '90d', '--larger-than', 'big'], '--larger-than big: not a size such as 64KiB'],
  ])('%j is refused before anything is removed', async (limits, reason) => {
    const { run } = await teamAtWork();
    expect(await run('db', 'retain', ...limits)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(reason),
    });
  });

  it('removes nothing in a read-only session, nor for somebody without a role', async () => {
    const { run } = await teamAtWork();
    const limits = ['--older-than', '90d', '--larger-than', '1KiB'];
    expect(await run('db', 'retain', ...limits, '--read-only')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('read-only'),
    });
    expect(await run('db', 'retain', ...limits, '--as', 'eve@example.com')).toMatchObject({
      code: 1,
      stdout: '',
    });
  });
});

describe('db restore over a database', () => {
  it('says where the old one is now, and that history goes on from the backup', async () => {
    const { world, run, json } = await teamAtWork();
    await run('db', 'backup', 'copy.db');
    const { entries } = await json('db', 'stats');
    await run('people', 'add', 'late@example.com');
    const target = join(world.cwd, 'other.db');
    await run('db', 'restore', 'copy.db', '--db', target);
    const { code, stdout } = await run('db', 'restore', 'copy.db', '--db', target);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^Restored \d+ entries to \S+other\.db\.\nThe database that was there \(\d+ entries\) is now \S+\.\n$/,
      ),
    });
    const moved = /is now (\S+)\.\n$/.exec(stdout)?.[1] ?? '';
    expect((await json('db', 'stats', '--db', moved)).entries).toBeGreaterThanOrEqual(entries);
  });
});
