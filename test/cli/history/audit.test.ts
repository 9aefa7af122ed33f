import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandPlace } from '../../support/command-line.ts';
import { tamperedCopy } from '../../support/store-files.ts';

/** A rollout as `init` leaves it, in a place of its own. */
async function started() {
  const place = commandPlace();
  await place.run('init', '--name', 'Acme');
  const db = join(place.root, 'data', 'codex-cockpit', 'cockpit.db');
  return { ...place, db };
}

describe('an auditor', () => {
  it('keeps checkpoints elsewhere and later proves the history against them', async () => {
    const { run, json, root } = await started();
    const kept = `${join(root, 'kept')}/`;
    const signed = await run('audit', 'checkpoint', '--remember', kept);
    expect(signed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^codex-cockpit\/[0-9a-f-]{36}\n5\n/),
    });
    expect(signed.stderr).toContain(`Written to ${kept}`);
    const key = (await run('audit', 'key')).stdout.trim();
    const verified = await run('audit', 'verify', '--checkpoint', kept, '--key', key);
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('It extends 3 checkpoints, 1 of them kept elsewhere.'),
    });
    expect(await json('audit', 'verify')).toMatchObject({
      format: 'codex-cockpit/proof',
      version: 1,
      whole: true,
      checkpoints: [
        { kept: 'inside', state: 'extended' },
        { kept: 'inside', state: 'extended' },
        { kept: 'outside', state: 'extended' },
      ],
    });
  });

  it('is told by name, with exit 1, what was cut off', async () => {
    const { run, db, root } = await started();
    const outside = join(root, 'outside.checkpoint');
    await run('audit', 'checkpoint', '--to', outside);
    const cut = tamperedCopy(db, 'DELETE FROM entry WHERE seq > 3');
    expect(await run('audit', 'verify', '--db', cut, '--checkpoint', outside)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^The history is NOT whole\.[\s\S]*\(cut-off\): the end of the history was cut off/,
      ),
    });
  });

  it('checks the proof of one entry where there is no database', async () => {
    const { run, root } = await started();
    const file = join(root, 'entry.tlog-proof');
    const key = (await run('audit', 'key')).stdout.trim();
    expect(await run('audit', 'prove', '2', '--out', file)).toMatchObject({ code: 0, stdout: '' });
    const elsewhere = commandPlace();
    const checked = await elsewhere.run('audit', 'verify-proof', file, '--key', key);
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Proved: the entry is number 2 of 3 in /),
    });
    writeFileSync(file, readFileSync(file, 'utf8').replace('index 1', 'index 0'));
    expect(await elsewhere.json('audit', 'verify-proof', file, '--key', key)).toMatchObject({
      format: 'codex-cockpit/entry-proof',
      proved: false,
    });
    expect(readdirSync(elsewhere.root)).not.toContain('data');
  });

  it('gets one checkpoint a day from cron, and no more', async () => {
    const { run, json } = await started();
    expect(await run('audit', 'checkpoint', '--if-due')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'No checkpoint is due today.\n',
    });
    expect(await json('audit', 'checkpoint', '--if-due')).toEqual({
      format: 'codex-cockpit/checkpoint',
      version: 1,
      due: false,
      checkpoint: null,
    });
  });

  it('may not sign, nor may a read-only session', async () => {
    const { run } = await started();
    expect(await run('audit', 'checkpoint', '--read-only')).toMatchObject({ code: 2, stdout: '' });
    await run('people', 'add', 'eve@example.com', '--role', 'auditor');
    expect(await run('audit', 'checkpoint', '--as', 'eve@example.com')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('eve@example.com is an auditor'),
    });
  });
});

describe('somebody who looks after the database', () => {
  it('backs it up, loses it, and has it again', async () => {
    const { run, json, root, db } = await started();
    const backup = join(root, 'backup.db');
    expect(await run('db', 'backup', backup)).toMatchObject({
      code: 0,
      stdout: `Copied 4 entries to ${backup} and verified them.\n`,
    });
    writeFileSync(db, 'x'.repeat(8192));
    expect((await run('db', 'check')).code).toBe(78);
    expect(await json('db', 'restore', backup)).toMatchObject({
      format: 'codex-cockpit/db-restore',
      entries: 4,
      moved_to: expect.stringContaining('.replaced-'),
      replaced_entries: null,
      asked_of: 'backup',
    });
    expect(await run('db', 'check')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The database is sound\.\nThe history is whole: 5 entries/),
    });
    expect(await json('db', 'stats')).toMatchObject({ entries: 5, texts: 0 });
  });

  it('is searched for secrets, and nothing is removed without being asked to', async () => {
    const { run, json } = await started();
    expect(await json('db', 'scrub')).toEqual({
      format: 'codex-cockpit/db-scrub',
      version: 1,
      removed: false,
      texts: [],
      entries: [],
    });
    expect((await run('db', 'scrub')).stdout).toBe(
      'No secret was found in what checks and commands printed.\n',
    );
  });

  it('is asked for the rule before anything is let go', async () => {
    const { run, json } = await started();
    expect((await run('db', 'retain', '--older-than', '90d')).code).toBe(2);
    expect(await json('db', 'retain', '--older-than', '90d', '--larger-than', '64KiB', '--dry-run')).toEqual({
      format: 'codex-cockpit/db-retain',
      version: 1,
      texts: 0,
      bytes: 0,
      dry_run: true,
    });
  });
});

it.each([
  [['audit', 'checkpoint', '--remember', 'x', '--forget'], 2],
  [['audit', 'prove', 'zero'], 2],
  [['audit', 'prove', '99'], 2],
  [['audit', 'verify', '--checkpoint', 'nowhere'], 2],
  [['audit', 'verify-proof', 'nowhere'], 2],
  [['db', 'restore', 'nowhere'], 2],
])('refuses %o with exit %i and one clear message', async (args, code) => {
  const { run } = await started();
  const ran = await run(...args);
  expect(ran).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(/^error: /) });
  expect(ran.stderr).not.toMatch(/\n\s+at /);
});

it.each(['verify', 'key', 'checkpoint', 'prove'])(
  'audit %s makes no database where there is none',
  async (verb) => {
    const { run, root } = commandPlace();
    const ran = await run('audit', verb, ...(verb === 'prove' ? ['1'] : []));
    expect(ran.code).toBe(verb === 'verify' ? 0 : 2);
    expect(readdirSync(root)).not.toContain('data');
  },
);
