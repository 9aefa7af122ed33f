import { formatDuration } from './time/duration.ts';

/** How a process ended. */
export type End =
  | { type: 'exit'; code: number }
  | { type: 'signal'; signal: string }
  /** `ofMs`: the time of which no more than that was left when it was started. */
  | { type: 'timeout'; afterMs: number; ofMs?: number }
  | { type: 'unstartable'; code: string };

/** One process that was run: what was asked, how it ended, what it printed. */
export type Outcome = {
  /** Program and arguments, as they were given. */
  argv: readonly string[];
  end: End;
  stdout: string;
  stderr: string;
  durationMs: number;
};

/** `exit 1`, `killed by SIGSEGV`, `no answer within 10.0 s`, `could not be started (ENOENT)` */
export function describeEnd(end: End): string {
  switch (end.type) {
    case 'exit':
      return `exit ${end.code}`;
    case 'signal':
      return `killed by ${end.signal}`;
    case 'timeout':
      return `no answer within ${formatDuration(end.afterMs)}${end.ofMs === undefined ? '' : `, which was left of ${formatDuration(end.ofMs)}`}`;
    case 'unstartable':
      return end.code === 'ENOEXEC'
        ? 'could not be started: it is built for another kind of machine'
        : `could not be started (${end.code})`;
  }
}

/** True when the process ran to its end and left with `code`. */
export function exited(outcome: Outcome, code = 0): boolean {
  return outcome.end.type === 'exit' && outcome.end.code === code;
}

/**
 * The message on stderr without the backtrace that follows every error (docs/codex-facts.md, "Messages on stderr"), and
 * without the warning that a CODEX_HOME in the temp dir begins with.
 */
export function errorText(outcome: Outcome): string {
  const [message = ''] = outcome.stderr.split('Stack backtrace:');
  const lines = message.split('\n').filter((line) => !line.startsWith('WARNING: proceeding'));
  return lines.join('\n').trim();
}
