import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { execa, type Options } from 'execa';
import type { End, Outcome } from '../../domain/base/outcome.ts';
import { killRemains, stopGroup } from './process-group.ts';
import { readRegularText } from './read-regular-file.ts';

/**
 * Most characters of each stream that are kept; a process that prints more is stopped. A model catalog alone is 745 kB, on stdout.
 * Each text is copied several times while it is judged and redacted, so messages on stderr get less.
 */
export const maxCapture = { stdout: 16 * 1024 * 1024, stderr: 2 * 1024 * 1024 };

/** Milliseconds without output after which nothing more is expected of a process that has ended. */
const quietMs = 500;

/** How often that is waited for when another process keeps writing. */
const mostQuietRounds = 4;

export type StartOptions = {
  cwd: string;
  env: Record<string, string>;
  /** Milliseconds after which the process group is stopped. */
  timeoutMs: number;
  /** Stops the process group when aborted. */
  signal: AbortSignal;
  /** `pipe` to write to it; closed from the start otherwise (docs/codex-facts.md, "Standard input"). */
  stdin?: 'ignore' | 'pipe';
  /** Keeps it on one core where the system can: many threads that exchange small tasks cost several times as much on two. */
  onOneCore?: boolean;
};

/** A process that runs in a group of its own. */
export type StartedProcess = {
  stdin: NodeJS.WritableStream | null;
  stdout: NodeJS.ReadableStream | null;
  stderr: NodeJS.ReadableStream | null;
  /** Settles when the process is gone, however it ended. Never rejects. */
  outcome: Promise<Outcome>;
  /** Stops the whole group and waits. Returns whether TERM was enough. */
  stop(): Promise<boolean>;
};

/** Starts a program with its arguments, never through a shell. */
export function startProcess(argv: readonly [string, ...string[]], options: StartOptions): StartedProcess {
  if (isOfAnotherMachine(argv[0])) return neverStarted(argv);
  const [file, ...args] = options.onOneCore ? onOneCore(argv) : argv;
  const started = performance.now();
  const settings = {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    stdin: options.stdin ?? 'ignore',
    detached: true,
    cleanup: false,
    reject: false,
    stripFinalNewline: false,
    encoding: 'utf8',
    maxBuffer: maxCapture,
  } as const satisfies Options;
  const child = execa(file, args, settings);
  const leader = child.pid;

  let timedOut = false;
  let gone = leader === undefined;
  let stopping: Promise<boolean> | undefined;
  const stop = () => {
    // The number of a process that is gone may belong to another one by now.
    stopping ??= gone || leader === undefined ? Promise.resolve(true) : stopGroup(leader);
    return stopping;
  };
  const timer = setTimeout(() => {
    timedOut = true;
    void stop();
  }, options.timeoutMs);
  const onAbort = () => void stop();
  options.signal.addEventListener('abort', onAbort, { once: true });
  if (options.signal.aborted) onAbort();
  // A grandchild that keeps a pipe open must not keep us waiting once the leader is gone.
  if (leader !== undefined) {
    child.nodeChildProcess.once('exit', () => {
      gone = true;
      if (!stopping) killRemains(leader);
      hangUpWhenQuiet(child.nodeChildProcess);
    });
  }

  const finish = async (): Promise<Outcome> => {
    const result = await child;
    clearTimeout(timer);
    options.signal.removeEventListener('abort', onAbort);
    await stopping;
    const end: End = timedOut ? { type: 'timeout', afterMs: options.timeoutMs } : endOf(result);
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    const durationMs = performance.now() - started;
    return { argv, end, stdout: text(result.stdout), stderr: text(result.stderr), durationMs };
  };
  return { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, outcome: finish(), stop };
}

/** The command that keeps a program on one core. Without `taskset`, or where it is forbidden, the program runs all the same. */
function onOneCore(argv: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const core = process.platform === 'linux' ? allowedCore() : undefined;
  if (core === undefined) return argv;
  const mask = (1n << BigInt(core)).toString(16);
  return ['/bin/sh', '-c', 'taskset -p "$0" $$ >/dev/null 2>&1; exec "$@"', mask, ...argv];
}

/** One of the cores that this process may use; not the same for each, so that two do not share one. */
function allowedCore(): number | undefined {
  const status = readRegularText('/proc/self/status');
  const list =
    status && 'text' in status ? /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status.text)?.[1] : undefined;
  const cores = (list ?? '').split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 || 0 }, (_, n) => first + n);
  });
  return cores[process.pid % cores.length];
}

/** The machines of ELF headers (e_machine) by the names that Node has for them. */
const machines: Partial<Record<NodeJS.Architecture, number>> = { x64: 62, arm64: 183 };

/** True for a binary of another architecture. Where the system refuses one, it would be read as a text for the shell. */
function isOfAnotherMachine(path: string): boolean {
  const ours = machines[process.arch];
  if (ours === undefined || !isAbsolute(path)) return false;
  const header = Buffer.alloc(20);
  try {
    // Opening a pipe would wait.
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, 'r');
    try {
      readSync(file, header, 0, header.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // It does not exist, or may be run and not read: starting it will show which.
    return false;
  }
  return header.toString('latin1', 0, 4) === '\u007fELF' && header.readUInt16LE(18) !== ours;
}

function neverStarted(argv: readonly string[]): StartedProcess {
  const end = { type: 'unstartable', code: 'ENOEXEC' } as const;
  const outcome = Promise.resolve({ argv, end, stdout: '', stderr: '', durationMs: 0 });
  return { stdin: null, stdout: null, stderr: null, outcome, stop: async () => true };
}

/**
 * Closes the output of a process that is gone once nothing more comes: a grandchild in a session of its
 * own is not in the group, and could keep the pipes open forever.
 */
function hangUpWhenQuiet(child: ChildProcess): void {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  let heard = false;
  for (const stream of streams) {
    stream.on('data', () => {
      heard = true;
    });
  }
  let timer: NodeJS.Timeout | undefined;
  const listen = (rounds: number) => {
    heard = false;
    // Checked after the pipes were read: while the cockpit was busy, output may have waited there.
    timer = setTimeout(() => setImmediate(judge, rounds), quietMs);
  };
  const judge = (rounds: number) => {
    if (heard && rounds > 1) return listen(rounds - 1);
    for (const stream of streams) stream.destroy();
  };
  child.once('close', () => clearTimeout(timer));
  listen(mostQuietRounds);
}

function endOf(result: {
  exitCode?: number | undefined;
  signal?: string | undefined;
  code?: string | undefined;
  cause?: unknown;
}): End {
  if (result.signal !== undefined) return { type: 'signal', signal: result.signal };
  if (result.exitCode !== undefined) return { type: 'exit', code: result.exitCode };
  const { code } = (result.cause ?? {}) as { code?: unknown };
  return { type: 'unstartable', code: result.code ?? (typeof code === 'string' ? code : 'unknown') };
}
