import { readFile, rm, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { UsageError, WorkError } from '../../domain/errors.ts';
import { withClearFileErrors } from '../clear-file-errors.ts';
import { writeDurably } from '../write-durably.ts';

/** How far an export has come. */
const exportState = z.strictObject({
  format: z.literal('codex-cockpit/export-state'),
  version: z.literal(1),
  /** In which form the entries leave. */
  form: z.string(),
  /** The last entry that was handed over, and its hash, by which another history is told. */
  seq: z.int().nonnegative(),
  hash: z.string(),
  /** Where the file that is written to ends; null for a pipe. */
  file: z.strictObject({ inode: z.string(), bytes: z.int() }).nullable(),
});

export type ExportState = z.output<typeof exportState>;

/** How far an export has come; undefined before the first one. */
export async function readExportState(path: string): Promise<ExportState | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new WorkError(`${path}: ${cause.message}`, 'Check the path and its permissions.', cause);
  });
  if (text === undefined) return undefined;
  try {
    return exportState.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${path}: not the state of an export`, 'Name another file with --state.');
  }
}

/** Keeps how far an export has come; as a whole or not at all. */
export async function writeExportState(path: string, state: ExportState): Promise<void> {
  await withClearFileErrors(path, () =>
    writeDurably(path, `${JSON.stringify(state)}\n`, { mode: 0o600, existing: 'replace' }),
  );
}

/**
 * Keeps a second export from using the same state at the same time, which would hand everything over twice. What
 * a killed one left behind does not count. Returns what ends it.
 *
 * @throws WorkError when another export is at it
 */
export async function lockExportState(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  const release = () => rm(lock, { force: true });
  const holder = await takeLock(lock);
  if (holder === undefined) return release;
  if (!isAlive(holder)) {
    await release();
    if ((await takeLock(lock)) === undefined) return release;
  }
  throw new WorkError(
    `${path}: another export is using this state (process ${holder})`,
    `Wait for it to end, or give this one a state of its own. When no export runs, remove ${lock}.`,
  );
}

/** Takes the lock, or says which process has it. */
async function takeLock(lock: string): Promise<number | undefined> {
  try {
    await writeFile(lock, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return undefined;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'EEXIST')
      throw new WorkError(`${lock}: ${message}`, 'Check the path and its permissions.', cause);
    return Number.parseInt(await readFile(lock, 'utf8').catch(() => ''), 10);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
