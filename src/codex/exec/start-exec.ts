import { type ChildProcess, spawn } from 'node:child_process';
import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { WorkError } from '../../domain/base/errors.ts';

/** How a process ended: with a code or by a signal. */
export type ExecEnd = { code: number | null; signal: NodeJS.Signals | null };

/** A run of the CLI that was started, and that nothing is read of yet. */
export type StartedExec = {
  /** When it was started, and the clock that counts on from there. */
  startedAt: Date;
  started: number;
  stdout: Readable;
  stderr: Readable;
  /** Takes what is on stdin; undefined when the run has the stdin of this process itself. */
  stdin: ChildProcess['stdin'];
  /** Settles when the process is gone; its output may still come. Never rejects. */
  exit: Promise<ExecEnd>;
  /**
   * Closes the output of a run that is gone once nothing more comes: what it left running could keep it open forever. Called
   * when its output is being read; what is returned is to be called whenever something came.
   */
  hangUpWhenQuiet: () => () => void;
  /** Interrupts it as Ctrl-C does, then ends it, then kills it with all that it started. */
  stop: () => void;
};

/** Milliseconds between two steps of a stop. All of them are shorter than the time this program gives itself. */
const patienceMs = 2500;

/** Milliseconds without output after which nothing more is expected of a run that has ended. */
const quietMs = 2000;

/**
 * Starts the CLI with the arguments and the environment of the person, in a group of its own. It gets the stdin of this
 * process, through us where it is more than a terminal or nothing: what is piped in is part of the prompt.
 *
 * @throws WorkError when it cannot be started
 */
export async function startExec(
  codex: string,
  args: readonly string[],
  { cwd, environment, now }: { cwd: string; environment: NodeJS.ProcessEnv; now: () => Date },
): Promise<StartedExec> {
  const startedAt = now();
  const started = performance.now();
  const child = spawn(codex, [...args], {
    cwd,
    env: environment,
    detached: process.platform !== 'win32',
    stdio: [isPiped() ? 'pipe' : 'inherit', 'pipe', 'pipe'],
  });
  // Node throws away what nobody reads when a process ends, and the reader is loaded only now.
  for (const stream of [child.stdout, child.stderr]) stream?.on('readable', () => undefined);
  let over = false;
  const exit = new Promise<ExecEnd>((done) => {
    child.once('exit', (code, signal) => {
      over = true;
      done({ code, signal });
    });
  });
  await new Promise<void>((done, fail) => {
    child.once('spawn', done);
    child.once('error', (cause: NodeJS.ErrnoException) =>
      fail(
        new WorkError(
          `${codex}: the CLI cannot be started: ${cause.code ?? cause.message}`,
          'Name a working CLI with --codex.',
          cause,
        ),
      ),
    );
  });
  return {
    startedAt,
    started,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    stdin: child.stdin,
    exit,
    hangUpWhenQuiet: () => hangUpWhenQuiet(child, exit),
    stop: () => {
      const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
      for (const [step, signal] of signals.entries()) {
        const timer = setTimeout(() => {
          // The number of a process that is gone may belong to another one by now.
          if (!over && child.pid !== undefined) send(signal === 'SIGINT' ? child.pid : -child.pid, signal);
        }, step * patienceMs);
        void exit.then(() => clearTimeout(timer));
      }
    },
  };
}

/** Whether stdin is a pipe or a file: a terminal and /dev/null have nothing that the run would read. */
function isPiped(): boolean {
  try {
    return !isatty(0) && !fstatSync(0).isCharacterDevice();
  } catch {
    return false;
  }
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // It has ended.
  }
}

function hangUpWhenQuiet(child: ChildProcess, exit: Promise<unknown>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let state: 'runs' | 'gone' | 'closed' = 'runs';
  const heard = () => {
    clearTimeout(timer);
    if (state !== 'gone') return;
    timer = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, quietMs);
  };
  child.once('close', () => {
    state = 'closed';
    clearTimeout(timer);
  });
  // Both may come in the same moment, and this one later.
  void exit.then(() => {
    if (state === 'runs') state = 'gone';
    heard();
  });
  return heard;
}
