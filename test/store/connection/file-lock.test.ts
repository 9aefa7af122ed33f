import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFileLocked, takeFileLock } from '../../../src/store/connection/file-lock.ts';
import { hasProcessTable } from '../../support/process-table.ts';
import { mode } from '../../support/store-files.ts';
import { tempFolder } from '../../support/temp.ts';

const worker = new URL('../../support/lock-worker.ts', import.meta.url).pathname;

const lockPath = () => join(tempFolder(), 'some.lock');

/** A process that has the lock, and lives until it is killed. */
async function holder(path: string) {
  const child = spawn(process.execPath, [worker, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('the lock of a file', () => {
  it('is had by one at a time', async () => {
    const path = lockPath();
    const unlock = await takeFileLock(path);
    expect(unlock).toBeTypeOf('function');
    expect(await takeFileLock(path)).toBeUndefined();
    unlock?.();
    const again = await takeFileLock(path);
    expect(again).toBeTypeOf('function');
    again?.();
  });

  it('can be seen without taking it, by this process and by others', async () => {
    const path = lockPath();
    expect(isFileLocked(path)).toBe(false);
    expect(readdirSync(dirname(path))).toEqual([]);
    const unlock = await takeFileLock(path);
    expect(isFileLocked(path)).toBe(true);
    unlock?.();
    expect(isFileLocked(path)).toBe(false);
    const child = await holder(path);
    expect(isFileLocked(path)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isFileLocked(path)).toBe(false);
  });

  it('is one empty file, which stays and is private', async () => {
    const path = lockPath();
    const unlock = await takeFileLock(path);
    expect(readdirSync(dirname(path))).toEqual(['some.lock']);
    unlock?.();
    expect(readdirSync(dirname(path))).toEqual(['some.lock']);
    expect(mode(path)).toBe('600');
  });

  it('ends with the process that has it, however that ends', async () => {
    const path = lockPath();
    const child = await holder(path);
    expect(await takeFileLock(path)).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const unlock = await takeFileLock(path);
    expect(unlock).toBeTypeOf('function');
    unlock?.();
  });

  it.runIf(hasProcessTable)('ends though nobody asked what became of that process', async () => {
    const path = lockPath();
    // The shell lives on as sleep, which never asks: the killed process stays in the table as a zombie.
    const script = '"$0" "$1" "$2" & echo $!; exec sleep 60';
    const shell = spawn('sh', ['-c', script, process.execPath, worker, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    shell.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    await expect.poll(() => printed, { timeout: 20_000 }).toContain('taken');
    process.kill(Number.parseInt(printed, 10), 'SIGKILL');
    try {
      await expect.poll(() => takeFileLock(path), { timeout: 20_000 }).toBeTypeOf('function');
    } finally {
      shell.kill('SIGKILL');
    }
  });

  it.each([`${process.pid}\n`, '1\n', '4194305\n', 'x'.repeat(5000)])(
    'is not had by a process number that an earlier version left there: %j',
    async (left) => {
      const path = lockPath();
      writeFileSync(path, left);
      const unlock = await takeFileLock(path);
      expect(unlock).toBeTypeOf('function');
      expect(await takeFileLock(path)).toBeUndefined();
      unlock?.();
    },
  );

  it('says what is wrong with a place where no file can be', async () => {
    const path = join(tempFolder(), 'none', 'some.lock');
    await expect(takeFileLock(path)).rejects.toThrow(path);
  });
});
