import { fitLine } from '../../domain/base/text/fit.ts';
import type { CommonFlags, Host } from './host.ts';

const clearLine = '\r\u001b[K';

const redrawMs = 100;

/**
 * What work says of itself on stderr: on a terminal one line that rewrites itself, elsewhere a line for each step, and
 * nothing with `--quiet`.
 */
export class RewrittenLine {
  readonly #host: Host;
  readonly #quiet: boolean;
  #redraw: NodeJS.Timeout | undefined;

  constructor(host: Host, { quiet }: CommonFlags) {
    this.#host = host;
    this.#quiet = quiet ?? false;
  }

  /** Begins to rewrite the line on a terminal; `line` is asked for what it says now. */
  begin(line: () => string): void {
    if (this.#quiet || !this.#host.messagesToTerminal || this.#redraw !== undefined) return;
    this.#redraw = setInterval(() => this.#host.message(`${clearLine}${fitLine(line(), 79)}`), redrawMs);
  }

  /** A step is done: says so where no line is rewritten. */
  step(text: string): void {
    if (!this.#quiet && !this.#host.messagesToTerminal) this.#host.message(`${text}\n`);
  }

  /** Stops rewriting and clears the line; also for work that failed. */
  end(): void {
    if (this.#redraw === undefined) return;
    clearInterval(this.#redraw);
    this.#redraw = undefined;
    this.#host.message(clearLine);
  }
}
