import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backupDatabase } from '../../../src/app/database/backup-database.ts';
import { checkDatabase, measureDatabase } from '../../../src/app/database/look-at-database.ts';
import { restoreDatabase } from '../../../src/app/database/restore-database.ts';
import { retainTexts } from '../../../src/app/database/retain-texts.ts';
import { verifyHistory } from '../../../src/app/history/verify-history.ts';
import { openWritableHistory } from '../../../src/app/world/session.ts';
import { dayMs } from '../../../src/domain/base/time/duration.ts';
import { type Entry, sealEntry } from '../../../src/domain/history/entry/entry.ts';
import { openReadStore } from '../../../src/store/connection/open.ts';
import { toBlob, toEvidence } from '../../../src/store/log/blob.ts';
import { checkFinished, draft, runStarted } from '../../support/history.ts';
import { type SignedHistory, signedHistory } from '../../support/signed-history.ts';
import { asAnyClient, besides, mode } from '../../support/store-files.ts';
import { testWorld } from '../../support/world.ts';

describe('a backup', () => {
  it('is the whole history in one file, for its owner alone', async () => {
    const history = await signedHistory();
    const target = join(history.world.root, 'backups', 'acme.db');
    const { entries, head } = await backupDatabase(history.world, {}, target);
    expect([entries, mode(target), readdirSync(dirname(target))]).toEqual([4, '600', ['acme.db']]);
    const proof = await verifyHistory(history.world, { db: target });
    expect(proof).toMatchObject({ whole: true, entries: 4, head });
  });

  it('taken while another process writes is whole, and holds what was acknowledged before', async () => {
    const history = await signedHistory();
    const worker = new URL('../../support/append-worker.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [worker, history.path, 'w', '400'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = '';
    child.stdout.on('data', (chunk) => {
      acknowledged += chunk;
    });
    await once(child.stdout, 'data');
    const ended = once(child, 'close');
    for (let n = 0; n < 4; n++) {
      const known = acknowledged.trim().split('\n').slice(0, -1);
      const { path, entries } = await backupDatabase(history.world, {}, join(history.world.root, `${n}.db`));
      const store = await openReadStore(path);
      const subjects = new Set((await Array.fromAsync(store.entries())).map(({ subject }) => subject));
      await store.close();
      expect(known.filter((run) => !subjects.has(`run/${run}`))).toEqual([]);
      expect(entries).toBeGreaterThan(known.length);
    }
    await ended;
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, entries: 404 });
  });

  it('never takes the place of a file', async () => {
    const history = await signedHistory();
    const target = join(history.world.root, 'letter.txt');
    writeFileSync(target, 'Dear Ada');
    await expect(backupDatabase(history.world, {}, target)).rejects.toMatchObject({ exitCode: 2 });
    expect(readFileSync(target, 'utf8')).toBe('Dear Ada');
  });

  it('of a history that is not whole is not kept', async () => {
    const history = await signedHistory();
    history.tamper("UPDATE entry SET subject = 'x' WHERE seq = 2");
    const target = join(history.world.root, 'backup.db');
    await expect(backupDatabase(history.world, {}, target)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('no backup was kept: Entry 2'),
    });
    expect(readdirSync(history.world.root).filter((name) => name.includes('backup'))).toEqual([]);
  });

  it('of no database is a clear refusal', async () => {
    await expect(backupDatabase(testWorld(), {}, 'x.db')).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('a restore', () => {
  async function withBackup(): Promise<{ history: SignedHistory; backup: string }> {
    const history = await signedHistory();
    const { path } = await backupDatabase(history.world, {}, join(history.world.root, 'backup.db'));
    return { history, backup: path };
  }

  it('puts the backup in the place, moves what was there aside, and says so in the history', async () => {
    const { history, backup } = await withBackup();
    await history.record();
    const restored = await restoreDatabase(history.world, {}, backup);
    expect(restored).toMatchObject({ path: history.path, entries: 4, replacedEntries: 5 });
    expect(await verifyHistory(history.world, { db: restored.movedTo })).toMatchObject({ entries: 5 });
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, entries: 5 });
    await history.working(async (store) => {
      const [entry] = await store.entriesOfKind('history.restored');
      expect(JSON.parse(entry?.body ?? '')).toMatchObject({
        from: 'backup.db',
        entries: 4,
        replaced: { entries: 5 },
      });
    });
    expect(besides(history.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('makes a database where there was none', async () => {
    const { backup } = await withBackup();
    const world = { ...testWorld(), as: 'ada@example.com' };
    const restored = await restoreDatabase(world, {}, backup);
    expect(restored).toMatchObject({ movedTo: undefined, replacedEntries: undefined });
    expect([mode(restored.path), (await verifyHistory(world, {})).entries]).toEqual(['600', 5]);
  });

  it('takes the place of a database that can no longer be read, and keeps that', async () => {
    const { history, backup } = await withBackup();
    const junk = 'x'.repeat(9000);
    writeFileSync(history.path, junk);
    const { movedTo } = await restoreDatabase(history.world, {}, backup);
    expect(readFileSync(movedTo ?? '', 'utf8')).toBe(junk);
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, entries: 5 });
  });

  it('of a backup that was changed is refused, and nothing is touched', async () => {
    const { history, backup } = await withBackup();
    asAnyClient(backup, (raw) => {
      raw.exec("DROP TRIGGER entry_never_changes; UPDATE entry SET actor = 'eve' WHERE seq = 3");
    });
    const before = besides(history.path);
    await expect(restoreDatabase(history.world, {}, backup)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('nothing was changed: Entry 3'),
    });
    expect(besides(history.path)).toEqual(before);
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, entries: 4 });
  });

  it('waits for no other program: one that has the database open is told of', async () => {
    const { history, backup } = await withBackup();
    const store = await openWritableHistory(history.world, {});
    await store.append(() => [draft(runStarted('r1'))]);
    await expect(restoreDatabase(history.world, {}, backup)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('another program has the database open'),
    });
    expect(await store.countEntries()).toBe(5);
    await store.close();
  });

  it.each([
    ['that is not there', () => undefined, 2],
    ['that is no database', (path: string) => writeFileSync(path, 'x'.repeat(5000)), 78],
  ])('of a file %s is a clear refusal', async (_, make, exitCode) => {
    const history = await signedHistory();
    const path = join(history.world.root, 'backup.db');
    make(path);
    await expect(restoreDatabase(history.world, {}, path)).rejects.toMatchObject({ exitCode });
  });

  it('of the database itself, or in a read-only session, is refused', async () => {
    const { history, backup } = await withBackup();
    await expect(restoreDatabase(history.world, {}, history.path)).rejects.toMatchObject({ exitCode: 2 });
    const readOnly = { ...history.world, readOnly: true };
    await expect(restoreDatabase(readOnly, {}, backup)).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('a look at a database', () => {
  it('finds an honest one sound', async () => {
    const history = await signedHistory();
    expect(await checkDatabase(history.world, {})).toMatchObject({
      sound: true,
      damage: [],
      unreadable: [],
      proof: { whole: true },
    });
  });

  it('names pages that are damaged, and claims nothing of the history then', async () => {
    const history = await signedHistory();
    await history.record(...Array.from({ length: 300 }, (_, n) => draft(runStarted(`r${n}`))));
    const bytes = readFileSync(history.path);
    bytes.fill(0xff, 12_288, 16_384);
    writeFileSync(history.path, bytes);
    const found = await checkDatabase(history.world, {});
    expect(found).toMatchObject({ sound: false, unreadable: [], proof: undefined });
    expect(found.damage.join()).toMatch(/page|btree|malformed/i);
  });

  it.each([
    [
      "UPDATE evidence SET outcome = 'bad'",
      /^evidence has a row that does not follow from the history: .*"bad"/,
    ],
    ['DELETE FROM evidence', /^evidence lacks a row that follows from the history: /],
    [
      "INSERT INTO gate VALUES ('pilot', 'passed', 1, '2026-11-20T12:00:00.000Z', 'eve@example.com')",
      /^gate has a row that does not follow from the history: \["pilot","passed"/,
    ],
    [
      "UPDATE person SET email = 'eve@example.com'",
      /^person has a row that does not follow from the history: \["eve@example\.com"/,
    ],
    [
      'UPDATE person SET email = upper(email)',
      /^person has a row that does not follow from the history: \["ADA@EXAMPLE\.COM"/,
    ],
    ["INSERT INTO entry_word(entry_word) VALUES('delete-all')", /^entry_word lacks a row/],
  ])('finds that what is shown is not what the history leads to: %s', async (statement, message) => {
    const history = await signedHistory();
    await history.record(draft(checkFinished('r1')));
    withSql(history.path, statement);
    const found = await checkDatabase(history.world, {});
    expect(found.underived[0]).toMatch(message);
    expect(found).toMatchObject({ sound: false, guards: [], proof: { whole: true } });
  });

  it('finds an entry that was moved out of the index of words, though no word is missing', async () => {
    const history = await signedHistory();
    await history.record(draft(runStarted('r1')), draft(runStarted('r2')));
    withSql(
      history.path,
      `CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, entry_word, instance);
       CREATE TABLE temp.kept AS SELECT * FROM temp.seen;
       INSERT INTO entry_word (entry_word) VALUES ('delete-all');
       INSERT INTO entry_word (rowid, facets, what, words)
         SELECT CASE doc WHEN 5 THEN 6 WHEN 6 THEN 5 ELSE doc END,
           coalesce(group_concat(CASE col WHEN 'facets' THEN term END, ' '), ''),
           coalesce(group_concat(CASE col WHEN 'what' THEN term END, ' '), ''),
           coalesce(group_concat(CASE col WHEN 'words' THEN term END, ' '), '')
         FROM (SELECT * FROM temp.kept ORDER BY doc, col, offset) GROUP BY doc`,
    );
    const found = await checkDatabase(history.world, {});
    expect(found).toMatchObject({ sound: false, proof: { whole: true } });
    expect(found.underived[0]).toMatch(/^entry_word has a row that does not follow from the history: /);
  });

  it('refuses to remove texts by tables that somebody altered', async () => {
    const history = await signedHistory();
    withSql(history.path, 'CREATE TRIGGER helpful AFTER INSERT ON gate BEGIN SELECT 1; END');
    const decide = async () => [];
    await expect(
      history.working((store) =>
        store.removeTexts({ before: '2026-11-21T12:00:00.000Z', largerThan: 0 }, decide),
      ),
    ).rejects.toMatchObject({ exitCode: 78 });
  });

  it('finds a view in the place of a table, which is refused elsewhere and rebuilt', async () => {
    const history = await signedHistory();
    withSql(
      history.path,
      `DROP TABLE person; CREATE VIEW person AS SELECT 'eve@example.com' AS email, 1 AS seq;
       CREATE TRIGGER helpful AFTER INSERT ON gate BEGIN SELECT 1; END`,
    );
    const found = await checkDatabase(history.world, {});
    expect(found).toMatchObject({
      sound: false,
      guards: [],
      underived: ['the table person is another one', 'the trigger helpful was added'],
    });
    const refusal = { exitCode: 78, message: expect.stringContaining('somebody altered the database') };
    await expect(history.working((store) => store.people())).rejects.toMatchObject(refusal);
    await expect(history.record()).rejects.toMatchObject(refusal);
    await history.working((store) => store.rebuild());
    expect(await checkDatabase(history.world, {})).toMatchObject({ sound: true });
  });

  it('names an entry that begins what was begun before', async () => {
    const history = await signedHistory();
    asAnyClient(history.path, (raw) => {
      const last = raw.prepare<[], Entry>('SELECT * FROM entry ORDER BY seq DESC LIMIT 1').get();
      const first = raw.prepare<[], Entry>('SELECT * FROM entry WHERE seq = 1').get();
      if (!first || !last) throw new Error('the history is empty');
      const row = sealEntry({ ...first, id: 'again' }, last);
      raw
        .prepare(
          'INSERT INTO entry VALUES (@seq, @id, @at, @actor, @kind, @subject, @body, @prev_hash, @hash, @origin)',
        )
        .run(row);
    });
    const message =
      'entry 5 (rollout.started) cannot follow the entries before it: what it begins was begun already';
    expect(await checkDatabase(history.world, {})).toMatchObject({ sound: false, unreadable: [message] });
    await expect(history.working((store) => store.rebuild())).rejects.toMatchObject({
      exitCode: 78,
      message,
    });
  });

  it('finds guards of the log that are gone, changed or added', async () => {
    const history = await signedHistory();
    withSql(
      history.path,
      `DROP TRIGGER entry_never_goes;
       DROP TRIGGER entry_never_changes;
       CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry WHEN NEW.seq > 9 BEGIN SELECT 1; END;
       CREATE TRIGGER helpful AFTER INSERT ON entry BEGIN SELECT 1; END`,
    );
    expect(await checkDatabase(history.world, {})).toMatchObject({
      sound: false,
      guards: [
        'the trigger entry_never_changes of the log is another one',
        'the trigger entry_never_goes of the log is gone',
        'the trigger helpful was added to the log',
      ],
    });
  });

  it('accuses nobody while others write', async () => {
    const history = await signedHistory();
    const writing = history.record(...Array.from({ length: 50 }, (_, n) => draft(runStarted(`r${n}`))));
    const looked = await Promise.all(Array.from({ length: 5 }, () => checkDatabase(history.world, {})));
    await writing;
    expect(looked.map(({ sound }) => sound)).toEqual(Array(5).fill(true));
  });

  it('measures it', async () => {
    const history = await signedHistory();
    await history.record(withText('r1', 'x'.repeat(5000)));
    const stats = await measureDatabase(history.world, {});
    expect(stats).toMatchObject({ entries: 5, texts: 1, textBytes: 5000, largestText: 5000 });
    expect(stats.fileBytes).toBe(statSync(history.path).size);
    expect(stats.kinds.map(({ entries }) => entries).reduce((a, b) => a + b)).toBe(5);
    expect(stats.bytesPerEntry).toBeGreaterThan(100);
    expect(stats.firstAt && stats.lastAt && stats.firstAt <= stats.lastAt).toBe(true);
  });

  it('is not given where there is none', async () => {
    await expect(checkDatabase(testWorld(), {})).rejects.toMatchObject({ exitCode: 2 });
    await expect(measureDatabase(testWorld(), {})).rejects.toMatchObject({ exitCode: 2 });
  });
});

function withSql(path: string, statements: string): void {
  const raw = new Database(path);
  raw.exec(statements);
  raw.close();
}

/** A check that printed something. */
function withText(run: string, text: string) {
  const blob = toBlob(text);
  return draft(checkFinished(run, 'cli.version', [toEvidence('output', blob)]), { blobs: [blob] });
}

describe('retention', () => {
  const rule = { olderThan: '90d', largerThan: '1KiB' };
  const large = 'large '.repeat(1000);
  const later = (history: SignedHistory, days: number) => ({
    ...history.world,
    now: () => new Date(Date.now() + days * dayMs),
  });

  it('lets the bytes go, keeps digest and entry, and is an entry itself', async () => {
    const history = await signedHistory();
    await history.record(withText('r1', large), withText('r2', 'small'));
    const world = later(history, 100);
    expect(await retainTexts(world, {}, rule, 'remove')).toEqual({ texts: 1, bytes: large.length });
    const store = await openReadStore(history.path);
    expect(await store.blob(toBlob(large).sha256)).toBeUndefined();
    expect((await store.blob(toBlob('small').sha256))?.text).toBe('small');
    expect(JSON.parse((await store.entriesOfKind('blobs.removed'))[0]?.body ?? '')).toEqual({
      v: 1,
      older_than: '90d',
      larger_than: '1KiB',
      removed: [{ digest: toBlob(large).sha256, bytes: large.length }],
    });
    await store.close();
    expect(await verifyHistory(world, {})).toMatchObject({ whole: true, removedBlobs: 1, damagedBlobs: [] });
    expect(readFileSync(history.path).toString('latin1')).not.toContain('large large');
  });

  it('lets go of what a command of the catalog printed, and never of an artifact', async () => {
    const history = await signedHistory();
    const [printed, policy] = [toBlob(large), toBlob(`policy ${large}`)];
    const named = { v: 1 as const, artifact: 'verification-catalog', revision: 1 };
    await history.record(
      draft(
        {
          kind: 'catalog.ran',
          body: {
            ...{ ...named, sha256: 'aa', command: 'tests', argv: ['x'], repository: 'shop', commit: null },
            ...{ changed: false, verdict: 'pass', summary: 'exit 0', duration_ms: 1, cli_version: null },
            output: toEvidence('x', printed),
          },
        },
        { blobs: [printed] },
      ),
      draft(
        {
          kind: 'artifact.revised',
          body: {
            ...{ ...named, text: toEvidence('p.yaml', policy), placeholders: [], note: null },
            declaration: {
              ...{ title: 'x', owner: 'team lead', reviewers: ['team lead'], cadence_days: 9 },
              ...{ format: 'yaml', content: 'verification-catalog', publish_to: 'p.yaml' },
            },
          },
        },
        { blobs: [policy] },
      ),
    );
    expect(await retainTexts(later(history, 100), {}, rule, 'remove')).toMatchObject({ texts: 1 });
    const store = await openReadStore(history.path);
    expect(await store.blob(printed.sha256)).toBeUndefined();
    expect(await store.blob(policy.sha256)).toBeDefined();
    await store.close();
  });

  it('leaves the guard standing: nobody else removes a text, and then it is missed', async () => {
    const history = await signedHistory();
    await history.record(withText('r1', large), withText('r2', 'small'));
    await retainTexts(later(history, 100), {}, rule, 'remove');
    expect(() => asAnyClient(history.path, (raw) => raw.exec('DELETE FROM blob'))).toThrow('append-only');
    history.tamper('DELETE FROM blob');
    expect(await verifyHistory(history.world, {})).toMatchObject({
      whole: false,
      damagedBlobs: [toBlob('small').sha256],
    });
  });

  it('keeps what is young, what is small, and what a newer check printed again', async () => {
    const history = await signedHistory();
    await history.record(withText('r1', large));
    expect(await retainTexts(later(history, 80), {}, rule, 'remove')).toMatchObject({ texts: 0 });
    expect(
      await retainTexts(later(history, 100), {}, { ...rule, largerThan: '1MiB' }, 'remove'),
    ).toMatchObject({
      texts: 0,
    });
    const store = await openWritableHistory(later(history, 60), {});
    await store.append(() => [withText('r2', large)]);
    await store.close();
    expect(await retainTexts(later(history, 100), {}, rule, 'remove')).toMatchObject({ texts: 0 });
    expect(await retainTexts(later(history, 160), {}, rule, 'remove')).toMatchObject({ texts: 1 });
  });

  it('removes nothing on a dry run', async () => {
    const history = await signedHistory();
    await history.record(withText('r1', large));
    const world = later(history, 100);
    expect(await retainTexts(world, {}, rule, 'only count')).toEqual({ texts: 1, bytes: large.length });
    const store = await openReadStore(history.path);
    expect((await store.blob(toBlob(large).sha256))?.text).toBe(large);
    await store.close();
  });

  it('is for those who may, and a text that is printed again is stored again', async () => {
    const history = await signedHistory();
    await history.record(withText('r1', large));
    const eve = { ...later(history, 100), as: 'eve@example.com' };
    await expect(retainTexts(eve, {}, rule, 'remove')).rejects.toMatchObject({ exitCode: 1 });
    await retainTexts(later(history, 100), {}, rule, 'remove');
    await history.record(withText('r2', large));
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, removedBlobs: 0 });
  });

  it.each([
    [{ olderThan: '3 months', largerThan: '1KiB' }, '--older-than 3 months'],
    [{ olderThan: '90d', largerThan: 'big' }, '--larger-than big'],
  ])('refuses a rule that it cannot read: %o', async (rule, message) => {
    const history = await signedHistory();
    await expect(retainTexts(history.world, {}, rule, 'remove')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });
});
