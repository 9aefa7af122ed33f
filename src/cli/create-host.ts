import { clean } from '../domain/text/clean.ts';
import { colourful, plain } from '../report/paint.ts';
import type { Host, OpenScreens } from './host.ts';

/** The host of a real process. */
export function createHost(version: string, openScreens: OpenScreens): Host {
  const { stdin, stdout, stderr, env } = process;
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort());
  }
  stdout.on('error', (cause: NodeJS.ErrnoException) => {
    // A reader that closes the pipe early, such as head, has what it wanted; the work goes on to its end.
    if (cause.code === 'EPIPE' || interruption.signal.aborted) return;
    stderr.write(`error: cannot write the output: ${cause.message}\n`);
    process.once('exit', () => {
      process.exitCode = 3;
    });
  });
  // When nobody can hear the talk, the data and the exit code still count.
  stderr.on('error', () => undefined);
  const isInteractive = stdin.isTTY === true && stdout.isTTY === true && !env.CI && env.TERM !== 'dumb';
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
    talk: (text) => stderr.write(text),
    paint: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb' ? colourful : plain,
    isInteractive,
    writesToTerminal: stdout.isTTY === true,
    talksToTerminal: stderr.isTTY === true && env.TERM !== 'dumb' && !env.CI,
    interrupt: interruption.signal,
    openScreens,
  };
}
