import { runInNewContext } from 'node:vm';

/** Most milliseconds that one regular expression of a suite may take. */
const limitMs = 1000;

/** A regular expression of a suite that did not come to an end. */
export class EndlessMatch extends Error {
  constructor(pattern: string) {
    super(`/${pattern}/ took longer than ${limitMs} ms; write it without nested repetition`);
  }
}

/**
 * What a pattern of a suite matches first, on any line; undefined when it matches nothing. A pattern that
 * backtracks without end is stopped: only a context of its own can be.
 *
 * @throws EndlessMatch
 */
export function firstMatch(pattern: string, text: string): string | undefined {
  try {
    const found: unknown = runInNewContext(
      'const found = new RegExp(pattern, "m").exec(text); found === null ? undefined : found[0]',
      { pattern, text },
      { timeout: limitMs },
    );
    return typeof found === 'string' ? found : undefined;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new EndlessMatch(pattern);
    throw cause;
  }
}
