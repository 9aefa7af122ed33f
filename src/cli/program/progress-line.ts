import type { SuiteEvent } from '../../app/checks/run-suite.ts';
import { fitLine } from '../../domain/base/text/fit.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import type { CommonFlags, Host } from './host.ts';

const clearLine = '\r\u001b[K';

const redrawMs = 100;

/**
 * The progress of a run on stderr: on a terminal one line that rewrites itself, with the checks that run and for how
 * long; elsewhere a line for each finished check; nothing with `--quiet`.
 */
export class ProgressLine {
  readonly #host: Host;
  readonly #quiet: boolean;
  readonly #runningSince = new Map<string, number>();
  #redraw: NodeJS.Timeout | undefined;
  #done = 0;
  #planned = 0;

  constructor(host: Host, { quiet }: CommonFlags) {
    this.#host = host;
    this.#quiet = quiet ?? false;
  }

  show(event: SuiteEvent): void {
    if (this.#quiet) return;
    switch (event.type) {
      case 'started':
        this.#planned = event.checks.length;
        if (this.#host.messagesToTerminal) this.#redraw = setInterval(() => this.#draw(), redrawMs);
        return;
      case 'check-started':
        this.#runningSince.set(event.check, performance.now());
        return;
      case 'check-finished': {
        const { check, verdict, durationMs } = event.result;
        this.#runningSince.delete(check);
        this.#done += 1;
        if (this.#host.messagesToTerminal) return;
        this.#host.message(
          `${this.#done}/${this.#planned} ${check} ${verdict} ${formatDuration(durationMs)}\n`,
        );
        return;
      }
      case 'finished':
        this.end();
        return;
    }
  }

  /** Stops rewriting and clears the line; also for a run that failed. */
  end(): void {
    if (this.#redraw === undefined) return;
    clearInterval(this.#redraw);
    this.#redraw = undefined;
    this.#host.message(clearLine);
  }

  #draw(): void {
    const now = performance.now();
    const running = [...this.#runningSince].map(
      ([check, since]) => `${check} ${formatDuration(now - since)}`,
    );
    this.#host.message(
      `${clearLine}${fitLine(`${this.#done}/${this.#planned} done, running: ${running.join(', ')}`, 79)}`,
    );
  }
}
