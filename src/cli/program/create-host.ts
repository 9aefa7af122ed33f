import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { clean } from '../../domain/base/text/clean.ts';
import { colourful, plain } from '../../report/base/paint.ts';
import type { Host, OpenScreens } from './host.ts';

/** Milliseconds that work has to end once it is interrupted; stopping a CLI takes up to 3.3 s. */
const longestEndMs = 10_000;

/**
 * Ends the program when something continues that cannot be interrupted, such as reading from a terminal. Every other
 * way to end would wait for it too.
 */
function endWhenStuck(): void {
  const end = () => {
    writeSync(2, 'error: the work did not end after the interrupt, so the program was killed\n');
    process.kill(process.pid, 'SIGKILL');
  };
  // If nothing is running, the program ends earlier by itself.
  setTimeout(end, longestEndMs).unref();
}

/** The host of a real process. */
export function createHost(version: string, openScreens: OpenScreens): Host {
  const { stdout, stderr, env } = process;
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort());
  }
  interruption.signal.addEventListener('abort', endWhenStuck, { once: true });
  stdout.on('error', (cause: NodeJS.ErrnoException) => {
    // A reader that closes the pipe early, such as head, has what it wanted; the work continues.
    if (cause.code === 'EPIPE' || interruption.signal.aborted) return;
    stderr.write(`error: cannot write the output: ${cause.message}\n`);
    process.once('exit', () => {
      process.exitCode = 3;
    });
  });
  // Without a reader for messages, the data and the exit code still count.
  stderr.on('error', () => undefined);
  // process.stdin is a stream that is made when it is first read, which no command needs.
  const isInteractive = isatty(0) && stdout.isTTY === true && !env.CI && env.TERM !== 'dumb';
  return {
    world: {
      environment: env,
      cwd: process.cwd(),
      now: () => new Date(),
      tell: (line) => stderr.write(`${clean(line)}\n`),
    },
    version,
    out: (text) => stdout.write(text),
    write: (text) =>
      new Promise((done, fail) => stdout.write(text, (cause) => (cause ? fail(cause) : done()))),
    message: (text) => stderr.write(text),
    paint: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb' ? colourful : plain,
    isInteractive,
    writesToTerminal: stdout.isTTY === true,
    columns: stdout.isTTY === true ? stdout.columns : undefined,
    messagesToTerminal: stderr.isTTY === true && env.TERM !== 'dumb' && !env.CI,
    interrupt: interruption.signal,
    openScreens,
  };
}
