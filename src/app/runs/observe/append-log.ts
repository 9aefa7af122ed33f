import { open } from 'node:fs/promises';
import { withClearFileErrors } from '../../files/clear-file-errors.ts';

/**
 * Adds whole lines to the end of a log file, which is made for its owner alone. They go in as one write, so that the lines
 * of two processes do not mix. A line that a killed process left unfinished is ended first.
 *
 * @throws WorkError when the file cannot be written
 */
export async function appendLog(path: string, lines: string): Promise<void> {
  await withClearFileErrors(path, async () => {
    const file = await open(path, 'a+', 0o600);
    try {
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      const isEnded = size === 0 || lines === '' || last.toString() === '\n';
      await file.appendFile(isEnded ? lines : `\n${lines}`);
    } finally {
      await file.close();
    }
  });
}
