import { lstat, writeFile } from 'node:fs/promises';
import { writeDurably } from './write-durably.ts';

/**
 * Writes a report to where it was asked for: a file of its own whole or not at all and for its owner alone, unless
 * another mode is named. What is reached by a link, a pipe or a device is written to as it is, such as `/dev/stdout`.
 */
export async function writeReport(path: string, text: string, mode = 0o600): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there && !there.isFile()) return writeFile(path, text);
  return writeDurably(path, text, { mode, existing: 'replace' });
}
