import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
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
