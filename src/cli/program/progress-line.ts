import type { SuiteEvent } from '../../app/checks/run-suite.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import type { CommonFlags, Host } from './host.ts';
import { RewrittenLine } from './rewritten-line.ts';

/**
 * The progress of a run on stderr: on a terminal one line with the checks that run and for how long; elsewhere a line
 * for each finished check.
 */
export class ProgressLine {
  readonly #line: RewrittenLine;
  readonly #runningSince = new Map<string, number>();
  #done = 0;
  #planned = 0;

  constructor(host: Host, flags: CommonFlags) {
    this.#line = new RewrittenLine(host, flags);
  }

  show(event: SuiteEvent): void {
    switch (event.type) {
      case 'started':
        this.#planned = event.checks.length;
        this.#line.begin(() => this.#now());
        return;
      case 'check-started':
        this.#runningSince.set(event.check, performance.now());
        return;
      case 'check-finished': {
        const { check, verdict, durationMs } = event.result;
        this.#runningSince.delete(check);
        this.#done += 1;
        this.#line.step(`${this.#done}/${this.#planned} ${check} ${verdict} ${formatDuration(durationMs)}`);
        return;
      }
      case 'finished':
        this.end();
        return;
    }
  }

  /** Stops rewriting and clears the line; also for a run that failed. */
  end(): void {
    this.#line.end();
  }

  #now(): string {
    const now = performance.now();
    const running = [...this.#runningSince].map(
      ([check, since]) => `${check} ${formatDuration(now - since)}`,
    );
    return `${this.#done}/${this.#planned} done, running: ${running.join(', ')}`;
  }
}
