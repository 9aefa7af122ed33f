import { runInNewContext } from 'node:vm';

/**
 * Does work that may not come to an end, such as a regular expression of somebody else's that backtracks. Only a
 * context of its own can be stopped.
 *
 * @returns undefined when it took longer than `limitMs`
 */
export function endsWithin<T>(limitMs: number, work: () => T): { result: T } | undefined {
  try {
    return { result: runInNewContext('work()', { work }, { timeout: limitMs }) as T };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw cause;
  }
}
