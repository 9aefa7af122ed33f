import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupDatabase } from '../../../src/app/database/backup-database.ts';
import { restoreDatabase } from '../../../src/app/database/restore-database.ts';
import { verifyHistory } from '../../../src/app/history/verify-history.ts';
import { addPerson, alterPerson } from '../../../src/app/people/people.ts';
import { readStatus } from '../../../src/app/rollout/read-status.ts';
import { startRollout } from '../../../src/app/rollout/start-rollout.ts';
import { openHistory, openWritableHistory } from '../../../src/app/world/session.ts';
import { openReadStore } from '../../../src/store/connection/open.ts';
import { draft, runStarted } from '../../support/history.ts';
import { canTrace } from '../../support/machine.ts';
import { type SignedHistory, signedHistory } from '../../support/signed-history.ts';
import { asAnyClient, asOlder, tamperedCopy } from '../../support/store-files.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

/** A history with a backup of its first entries, and people who joined before it. */
async function withBackup(): Promise<{ history: SignedHistory; backup: string }> {
  const history = await signedHistory();
  await history.working(async (store) => {
    await addPerson(history.world, store, { email: 'bob@example.com', add: ['rollout owner'] });
    await addPerson(history.world, store, { email: 'aud@example.com', add: ['auditor'] });
  });
  const { path } = await backupDatabase(history.world, {}, join(history.world.root, 'backup.db'));
  return { history, backup: path };
}

const namesOf = ({ path }: SignedHistory) =>
  readdirSync(dirname(path)).filter((name) => !/-(wal|shm)$/.test(name));

const as = (history: SignedHistory, name: string) => ({ ...history.world, as: `${name}@example.com` });

describe('who may restore', () => {
  it.each([
    ['an auditor', 'aud'],
    ['somebody without a role', 'eve'],
  ])('%s is refused before anything is touched', async (_, name) => {
    const { history, backup } = await withBackup();
    await history.record();
    const before = namesOf(history);
    await expect(restoreDatabase(as(history, name), {}, backup)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('may not restore a backup: that needs the role'),
    });
    expect(namesOf(history)).toEqual(before);
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, entries: 7 });
  });

  it('is asked of the history that is there, and not of the backup', async () => {
    const { history, backup } = await withBackup();
    await history.working((store) =>
      alterPerson(history.world, store, { email: 'bob@example.com', remove: ['rollout owner'] }),
    );
    await expect(restoreDatabase(as(history, 'bob'), {}, backup)).rejects.toMatchObject({ exitCode: 1 });
    await history.working((store) =>
      addPerson(history.world, store, { email: 'new@example.com', add: ['rollout owner'] }),
    );
    await restoreDatabase(as(history, 'new'), {}, backup);
    // The backup does not know of the role: it is told that nothing here proves it.
    expect(await verifyHistory(history.world, {})).toMatchObject({
      whole: true,
      authority: [{ kind: 'unproved', actor: 'new@example.com' }],
    });
  });

  it.each([
    [
      'has a trigger of their own',
      (path: string) =>
        asAnyClient(path, (raw) =>
          raw.exec('CREATE TRIGGER helpful AFTER INSERT ON gate BEGIN SELECT 1; END'),
        ),
    ],
    [
      'shows another role in a derived table',
      (path: string) =>
        asAnyClient(path, (raw) =>
          raw.exec(
            `UPDATE person SET has_role = 1, seq = (SELECT min(seq) FROM entry WHERE body LIKE '%bob@example.com%')
             WHERE email = 'bob@example.com'`,
          ),
        ),
    ],
    ['is of an older version', asOlder],
  ])('is asked of the entries that are there, also where the database %s', async (_, alter) => {
    const { history, backup } = await withBackup();
    await history.working((store) =>
      alterPerson(history.world, store, { email: 'bob@example.com', remove: ['rollout owner'] }),
    );
    alter(history.path);
    await expect(restoreDatabase(as(history, 'bob'), {}, backup)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('may not restore a backup'),
    });
    expect(await restoreDatabase(history.world, {}, backup)).toMatchObject({ replacedEntries: 7 });
  });

  it('is asked of both where what is there is not whole', async () => {
    const { history, backup } = await withBackup();
    await history.working(async (store) => {
      await alterPerson(history.world, store, { email: 'bob@example.com', remove: ['rollout owner'] });
      await addPerson(history.world, store, { email: 'new@example.com', add: ['rollout owner'] });
    });
    await history.record();
    writeFileSync(
      history.path,
      readFileSync(tamperedCopy(history.path, "UPDATE entry SET actor = 'x' WHERE seq = 9")),
    );
    for (const name of ['bob', 'new'])
      await expect(restoreDatabase(as(history, name), {}, backup)).rejects.toMatchObject({
        exitCode: 1,
        message: expect.stringContaining(
          'may not restore a backup in the place of a history that is not whole, which needs the role in both',
        ),
      });
    expect(await restoreDatabase(history.world, {}, backup)).toMatchObject({ askedOf: 'both' });
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, authority: [] });
  });

  it('is asked of the backup where there is nothing else', async () => {
    const { history, backup } = await withBackup();
    renameSync(history.path, join(history.world.root, 'away.db'));
    await expect(restoreDatabase(as(history, 'eve'), {}, backup)).rejects.toMatchObject({ exitCode: 1 });
    expect(existsSync(history.path)).toBe(false);
    await restoreDatabase(as(history, 'bob'), {}, backup);
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, authority: [] });
  });
});

describe('a backup of another rollout', () => {
  it('is refused, also by the key that is left of a lost database', async () => {
    const { history } = await withBackup();
    const other = await withBackup();
    const refused = { exitCode: 1, message: expect.stringContaining('it is a backup of another rollout') };
    await expect(restoreDatabase(history.world, {}, other.backup)).rejects.toMatchObject(refused);
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, entries: 6 });
    rmSync(history.path);
    await expect(restoreDatabase(history.world, {}, other.backup)).rejects.toMatchObject(refused);
  });
});

describe('a backup that somebody altered', () => {
  it.each([
    [
      'without a guard of the log',
      'DROP TRIGGER entry_never_goes',
      'the trigger entry_never_goes of the log is gone',
    ],
    [
      'with a guard that lets everything through',
      `DROP TRIGGER entry_never_changes;
       CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry WHEN 0 BEGIN SELECT 1; END`,
      'the trigger entry_never_changes of the log is another one',
    ],
    [
      'with a trigger of their own',
      "CREATE TRIGGER helpful AFTER INSERT ON person BEGIN UPDATE rollout SET pin = '0.1.0'; END",
      'the trigger helpful was added',
    ],
  ])('is refused %s, which is named, and nothing is changed', async (_, sql, named) => {
    const { history, backup } = await withBackup();
    asAnyClient(backup, (raw) => raw.exec(sql));
    const before = namesOf(history);
    await expect(restoreDatabase(history.world, {}, backup)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(named),
    });
    expect(namesOf(history)).toEqual(before);
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, entries: 6 });
  });
});

describe('a restored history', () => {
  it('says in its first breath who restored it, as what, and what it took the place of', async () => {
    const { history, backup } = await withBackup();
    await history.record();
    const { path, movedTo } = await restoreDatabase(history.world, {}, backup);
    const store = await openReadStore(path);
    const [last] = await Array.fromAsync(store.entries({ newestFirst: true, limit: 1 }));
    await store.close();
    expect(last).toMatchObject({ actor: 'ada@example.com', kind: 'history.restored' });
    expect(JSON.parse(last?.body ?? '')).toMatchObject({
      v: 2,
      from: 'backup.db',
      entries: 6,
      replaced: { entries: 7 },
      role: 'rollout owner',
      role_from: 'replaced',
    });
    expect(namesOf(history).sort()).toEqual(['cockpit.db', 'cockpit.db.key', basename(movedTo ?? '')].sort());
  });

  it('may be one that an older version made', async () => {
    const world = { ...testWorld(), as: 'ada@example.com' };
    const store = await openWritableHistory(world, {});
    await startRollout(world, store, { name: 'Acme' });
    await store.close();
    const { path: backup } = await backupDatabase(world, {}, join(world.root, 'backup.db'));
    rmSync(store.path);
    asOlder(backup);
    await restoreDatabase(world, {}, backup);
    expect(await verifyHistory(world, {})).toMatchObject({ whole: true, entries: 3, authority: [] });
  });
});

describe('a history that is not where it was', () => {
  it.each([
    ['is gone', (path: string) => rmSync(path)],
    ['was cut to nothing', (path: string) => truncateSync(path, 0)],
  ])('is never called whole: it %s', async (_, lose) => {
    const { history } = await withBackup();
    lose(history.path);
    const proof = await verifyHistory(history.world, {});
    expect(proof).toMatchObject({ whole: false, entries: 0 });
    expect(proof.lost).toMatch(
      /cockpit\.db (is not there|has no history), and beside it is cockpit\.db\.key/,
    );
    const status = await readStatus(history.world, await openHistory(history.world, {}), {});
    expect(status.lost).toBe(proof.lost);
    await expect(openWritableHistory(history.world, {})).rejects.toMatchObject({
      exitCode: 78,
      next: expect.stringContaining('db restore'),
    });
  });

  it('is not overwritten by the WAL of another one that somebody put beside it', async () => {
    const [history, other] = [await signedHistory(), await signedHistory()];
    const wal = await other.working(async (store) => {
      await store.append(() => [draft(runStarted('r1'))]);
      return readFileSync(`${other.path}-wal`);
    });
    const before = readFileSync(history.path);
    writeFileSync(`${history.path}-wal`, wal);
    await expect(history.record(draft(runStarted('r2')))).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('is another history than the one whose key is beside it'),
    });
    expect(readFileSync(history.path).equals(before)).toBe(true);
    for (const ending of ['-wal', '-shm']) rmSync(history.path + ending, { force: true });
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true, entries: 4 });
  });

  it('is not told from one that was swapped only as long as there is no key', async () => {
    const { history } = await withBackup();
    const other = await signedHistory();
    cpSync(other.path, history.path);
    expect(await verifyHistory(history.world, {})).toMatchObject({
      whole: false,
      lost: expect.stringContaining('is another history than the one whose key is beside it'),
    });
  });

  it('is not missed where there never was one', async () => {
    const world = testWorld();
    expect(await verifyHistory(world, {})).toMatchObject({ whole: true, lost: undefined });
  });
});

const program = new URL('../../support/restore-backup.ts', import.meta.url).pathname;
const calls = ['link', 'rename', 'unlink', 'fsync', 'pwrite64'] as const;
const perCall = process.env.COCKPIT_FAULTS === 'all' ? Number.POSITIVE_INFINITY : 2;

describe.skipIf(!canTrace)('a restore that is killed', () => {
  it('leaves the old database or the new one, whole, whenever it is killed', async () => {
    const { history, backup } = await withBackup();
    await history.record();
    const copy = () => {
      const folder = tempFolder();
      cpSync(dirname(history.path), folder, { recursive: true });
      return folder;
    };
    const run = (folder: string, rules: readonly string[]) => {
      const log = join(tempFolder(), 'strace.log');
      const db = join(folder, 'cockpit.db');
      // Node writes much that is none of ours: only calls on the files of this folder count.
      const args = ['-f', '-o', log, '-e', `trace=${calls.join(',')}`, ...rules];
      const { stdout } = spawnSync('strace', [...args, process.execPath, program, db, backup], {
        encoding: 'utf8',
      });
      return { restored: stdout === 'restored\n', log: readFileSync(log, 'utf8') };
    };
    const untroubled = run(copy(), []);
    expect(untroubled.restored).toBe(true);
    let killed = 0;
    for (const call of calls) {
      const all = untroubled.log.split('\n').filter((line) => line.includes(` ${call}(`)).length;
      expect(all, call).toBeGreaterThan(0);
      const tries = Math.min(all, perCall);
      for (let n = 0; n < tries; n++) {
        // The last ones too: they are about the swap.
        const when = all - Math.floor((n * all) / tries);
        const folder = copy();
        const { restored } = run(folder, ['-e', `inject=${call}:signal=SIGKILL:when=${when}`]);
        const told = `${call} ${when} of ${all}`;
        if (!restored) killed += 1;
        await judge(history, folder, told);
      }
    }
    // Calls are counted by thread, so that the last ones of all need not be there.
    expect(killed).toBeGreaterThan(calls.length / 2);
  }, 300_000);
});

/** Seven entries before; six of the backup and the one about the restore afterwards. Never anything else. */
async function judge(history: SignedHistory, folder: string, told: string): Promise<void> {
  const db = join(folder, 'cockpit.db');
  const proof = await verifyHistory(history.world, { db });
  expect(proof, told).toMatchObject({ whole: true, entries: 7, lost: undefined });
  const store = await openReadStore(db);
  const [last] = await Array.fromAsync(store.entries({ newestFirst: true, limit: 1 }));
  await store.close();
  expect(['run.started', 'history.restored'], told).toContain(last?.kind);
}
