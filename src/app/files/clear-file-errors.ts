import { WorkError } from '../../domain/base/errors.ts';

/** Runs `work`; what the file system refuses comes out as a message that names the file in question. */
export async function withClearFileErrors<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw cause;
    throw new WorkError(`${path}: ${message}`, 'Check the path, its permissions and the disk.', cause);
  }
}
