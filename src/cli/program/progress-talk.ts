import type { SuiteEvent } from '../../app/checks/run-suite.ts';
import { fitLine } from '../../domain/base/text/fit.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import type { CommonFlags, Host } from './host.ts';

const clearLine = '\r\u001b[K';

const redrawMs = 100;

/**
 * Tells on stderr how a run goes: on a terminal one line that rewrites itself, with what runs and for
 * how long; elsewhere a line a finished check; nothing when quiet.
 */
export class ProgressTalk {
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

  tell(event: SuiteEvent): void {
    if (this.#quiet) return;
    switch (event.type) {
      case 'started':
        this.#planned = event.checks.length;
        if (this.#host.talksToTerminal) this.#redraw = setInterval(() => this.#draw(), redrawMs);
        return;
      case 'check-started':
        this.#runningSince.set(event.check, performance.now());
        return;
      case 'check-finished': {
        const { check, verdict, durationMs } = event.result;
        this.#runningSince.delete(check);
        this.#done += 1;
        if (this.#host.talksToTerminal) return;
        this.#host.talk(`${this.#done}/${this.#planned} ${check} ${verdict} ${formatDuration(durationMs)}\n`);
        return;
      }
      case 'finished':
        this.end();
        return;
    }
  }

  /** Stops rewriting and leaves the line empty; also for a run that broke off. */
  end(): void {
    if (this.#redraw === undefined) return;
    clearInterval(this.#redraw);
    this.#redraw = undefined;
    this.#host.talk(clearLine);
  }

  #draw(): void {
    const now = performance.now();
    const running = [...this.#runningSince].map(
      ([check, since]) => `${check} ${formatDuration(now - since)}`,
    );
    this.#host.talk(
      `${clearLine}${fitLine(`${this.#done}/${this.#planned} done, running: ${running.join(', ')}`, 79)}`,
    );
  }
}
