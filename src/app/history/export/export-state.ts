import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { UsageError, WorkError } from '../../../domain/base/errors.ts';
import { takeFileLock } from '../../../store/connection/file-lock.ts';
import { withClearFileErrors } from '../../files/clear-file-errors.ts';
import { writeDurably } from '../../files/write-durably.ts';

/** How far an export has come. */
const exportState = z.strictObject({
  format: z.literal('codex-cockpit/export-state'),
  version: z.literal(1),
  /** In which form the entries leave. */
  form: z.string(),
  /** The last entry that was exported, and its hash, which another history does not have. */
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
 * Keeps a second export from using the same state at the same time, which would hand everything over twice. The
 * lock, a file beside the state, ends with the process that has it. Returns what ends it earlier.
 *
 * @throws WorkError when another export is at it
 */
export async function lockExportState(path: string): Promise<() => void> {
  const unlock = await takeFileLock(`${path}.lock`);
  if (unlock) return unlock;
  throw new WorkError(
    `${path}: another export is using this state`,
    'Wait for it to end, or give this one a state of its own.',
  );
}
