// A disk of its own, small enough to be full soon, and then read-only. Needs the right to mount.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyHistory } from '../../../src/app/history/verify-history.ts';
import { openReadStore } from '../../../src/store/connection/open.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0;
const worker = resolve('test/support/append-worker.ts');
const bin = resolve('dist/main.js');

/** Runs a script in which `$D` is a full disk of 800 KiB, `$O` a folder of another one. */
function onSmallDisk(script: string): string {
  const folder = tempFolder();
  const [disk, outside] = [join(folder, 'disk'), join(folder, 'outside')];
  mkdirSync(disk);
  mkdirSync(outside);
  const { environment } = testWorld();
  spawnSync('unshare', ['-m', 'sh', '-c', `mount -t tmpfs -o size=800k tmpfs "$D"; ${script}`], {
    env: { ...environment, D: disk, O: outside, NODE: process.execPath, BIN: bin, WORKER: worker },
  });
  return outside;
}

const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

describe.skipIf(!canMount)('a disk that is full', () => {
  it('ends a recording program with a clear message, and everything acknowledged is there', async () => {
    const outside = onSmallDisk(
      '$NODE $WORKER $D/c.db w 100000 >$O/acknowledged 2>$O/error; cp $D/c.db $D/c.db-wal $O/',
    );
    expect(read(outside, 'error')).toMatch(/WorkError: .*c\.db: the disk is full; nothing was recorded/);
    const db = join(outside, 'c.db');
    expect(await verifyHistory(testWorld(), { db })).toMatchObject({ whole: true });
    const runs = read(outside, 'acknowledged').trim().split('\n');
    const store = await openReadStore(db);
    const subjects = (await Array.fromAsync(store.entries())).map(({ subject }) => subject);
    await store.close();
    expect(runs.length).toBeGreaterThan(3);
    expect(subjects).toEqual(expect.arrayContaining(runs.map((run) => `run/${run}`)));
  });

  it('is read all the same', () => {
    const outside = onSmallDisk(`
      $NODE $BIN init --quiet --db $D/c.db
      cat /dev/zero > $D/filler
      for command in "audit verify" "audit log" "status"; do
        $NODE $BIN $command --db $D/c.db >>$O/out 2>>$O/error; echo "$command: $?" >>$O/codes
      done`);
    expect([read(outside, 'codes'), read(outside, 'error')]).toEqual([
      'audit verify: 0\naudit log: 0\nstatus: 0\n',
      '',
    ]);
    expect(read(outside, 'out')).toMatch(/^The history is whole: 4 entries/);
  });

  it('leaves the key in its place when another one cannot be recorded, and says why', () => {
    const outside = onSmallDisk(`
      $NODE $BIN init --quiet --db $D/c.db
      cp $D/c.db.key $O/before
      cat /dev/zero > $D/filler; truncate -s -8192 $D/filler
      $NODE $BIN audit key --new --db $D/c.db 2>$O/error; echo $? >$O/code
      cp $D/c.db.key $O/after; ls -A $D >$O/left
      rm $D/filler
      $NODE $BIN audit checkpoint --quiet --db $D/c.db >$O/out; echo $? >>$O/code`);
    expect(read(outside, 'code')).toBe('3\n0\n');
    expect(read(outside, 'error')).toMatch(/^error: .*the disk is full; nothing was recorded\n.+\n$/);
    expect(read(outside, 'after')).toBe(read(outside, 'before'));
    expect(read(outside, 'left')).not.toMatch(/until|next/);
  });

  it('takes no backup, and says why in one line', () => {
    const outside = onSmallDisk(`
      $NODE $BIN init --quiet --db $O/c.db
      head -c 780000 /dev/zero > $D/filler
      $NODE $BIN db backup $D/backup.db --db $O/c.db 2>$O/error; echo $? >$O/code; ls -A $D >$O/left`);
    expect(read(outside, 'code')).toBe('3\n');
    expect(read(outside, 'error')).toMatch(/^error: \S+backup\.db\S*: .*(full|No space).*\n.+\n$/i);
    expect(read(outside, 'left')).toBe('filler\n');
  });
});

describe.skipIf(!canMount)('a file system that is read-only', () => {
  it('is told of in one clear message by everything that would record', () => {
    const outside = onSmallDisk(`
      $NODE $BIN init --quiet --db $D/c.db
      mount -o remount,ro $D
      for command in "audit checkpoint" "audit key --new" "db rebuild" "init"; do
        $NODE $BIN $command --db $D/c.db >>$O/out 2>>$O/error; echo "$command: $?" >>$O/codes
      done
      $NODE $BIN init --db $D/new.db 2>>$O/error; echo "new: $?" >>$O/codes`);
    expect(read(outside, 'codes').trim().split('\n')).toEqual([
      'audit checkpoint: 3',
      'audit key --new: 3',
      'db rebuild: 3',
      'init: 3',
      'new: 3',
    ]);
    const errors = read(outside, 'error');
    expect(errors).not.toMatch(/\n\s+at |fault of codex-cockpit/);
    expect(errors.match(/^error: /gm)).toHaveLength(5);
  });

  it('is read all the same, with what a killed program had not yet moved into the file', () => {
    const outside = onSmallDisk(`
      $NODE $BIN init --quiet --db $D/c.db
      for command in "audit verify" "audit log" "db check"; do echo "$command" >>$O/commands; done
      mount -o remount,ro $D
      while read command; do
        $NODE $BIN $command --db $D/c.db >>$O/out 2>>$O/error; echo "$command: $?" >>$O/codes
      done <$O/commands
      mount -o remount,rw $D
      $NODE $WORKER $D/w.db w 100000 >$O/acknowledged 2>/dev/null; rm -f $D/w.db-shm
      mount -o remount,ro $D
      $NODE $BIN audit verify --json --db $D/w.db >$O/proof 2>>$O/error`);
    expect([read(outside, 'codes'), read(outside, 'error')]).toEqual([
      'audit verify: 0\naudit log: 0\ndb check: 0\n',
      '',
    ]);
    expect(read(outside, 'out')).toMatch(/^The history is whole: 4 entries/);
    const acknowledged = read(outside, 'acknowledged').trim().split('\n').length;
    expect(JSON.parse(read(outside, 'proof')).entries).toBeGreaterThanOrEqual(acknowledged);
  });

  it('still lets a backup be proved', () => {
    const outside = onSmallDisk(`
      $NODE $BIN init --quiet --db $O/c.db
      $NODE $BIN db backup $D/backup.db --db $O/c.db
      mount -o remount,ro $D
      $NODE $BIN audit verify --db $D/backup.db >$O/out 2>$O/error; echo $? >$O/code`);
    expect([read(outside, 'code'), read(outside, 'error')]).toEqual(['0\n', '']);
    expect(read(outside, 'out')).toMatch(/^The history is whole: 4 entries/);
  });
});
