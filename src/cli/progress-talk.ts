import type { SuiteEvent } from '../app/run-suite.ts';
import { formatDuration } from '../domain/text/duration.ts';
import { fitLine } from '../domain/text/fit.ts';
import type { CommonFlags, Host } from './host.ts';

const clearLine = '\r\u001b[K';

/**
 * Tells on stderr how a run goes: one line that rewrites itself on a terminal, a line a finished
 * check elsewhere, nothing when quiet.
 */
export class ProgressTalk {
  readonly #host: Host;
  readonly #quiet: boolean;
  readonly #running = new Set<string>();
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
        return;
      case 'check-started':
        this.#running.add(event.check);
        this.#rewrite();
        return;
      case 'check-finished': {
        const { check, verdict, durationMs } = event.result;
        this.#running.delete(check);
        this.#done += 1;
        if (this.#host.talksToTerminal) this.#rewrite();
        else
          this.#host.talk(
            `${this.#done}/${this.#planned} ${check} ${verdict} ${formatDuration(durationMs)}\n`,
          );
        return;
      }
      case 'finished':
        if (this.#host.talksToTerminal) this.#host.talk(clearLine);
        return;
    }
  }

  #rewrite(): void {
    if (!this.#host.talksToTerminal) return;
    const line = `${this.#done}/${this.#planned} done, running: ${[...this.#running].join(', ')}`;
    this.#host.talk(`${clearLine}${fitLine(line, 79)}`);
  }
}
