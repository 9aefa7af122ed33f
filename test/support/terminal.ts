import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, onTestFinished } from 'vitest';

export type Terminal = {
  pty: IPty;
  /** The lines that a person sees, without trailing blanks. */
  lines: () => string[];
  /** Waits until the screen shows something. */
  see: (text: string | RegExp) => Promise<void>;
  /** Waits until the screen shows `after`, then types. */
  press: (after: string | RegExp, keys: string) => Promise<void>;
  resize: (columns: number, rows: number) => void;
  /** Whether the alternate screen is shown. */
  isFullscreen: () => boolean;
  /** Everything that was written, escape sequences included. */
  raw: () => string;
  exit: Promise<{ exitCode: number; signal: number | undefined }>;
  /** Waits until the program has ended by itself. One that goes on fails with what its screen shows. */
  ended: () => Promise<{ exitCode: number; signal: number | undefined }>;
};

/** How long a screen is waited for, in milliseconds: long enough for a machine that does much else. */
const longestWaitMs = 25_000;

/** Starts a program in a real pseudo-terminal with a real terminal emulator behind it. */
export function terminal(
  argv: readonly [string, ...string[]],
  {
    env,
    cwd,
    columns = 80,
    rows = 24,
  }: { env: Record<string, string | undefined>; cwd: string; columns?: number; rows?: number },
): Terminal {
  const [file, ...args] = argv;
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const pty = spawn(file, args, {
    cols: columns,
    rows,
    cwd,
    env: { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env, TERM: 'xterm-256color' },
    name: 'xterm-256color',
  });
  let raw = '';
  pty.onData((data) => {
    raw += data;
    screen.write(data);
  });
  const exit = new Promise<{ exitCode: number; signal: number | undefined }>((done) => {
    pty.onExit(({ exitCode, signal }) => done({ exitCode, signal }));
  });
  onTestFinished(() => {
    try {
      pty.kill('SIGKILL');
    } catch {
      // It has ended already.
    }
  });
  const lines = () =>
    Array.from(
      { length: screen.rows },
      (_, row) =>
        screen.buffer.active.getLine(screen.buffer.active.viewportY + row)?.translateToString(true) ?? '',
    );
  const see = async (text: string | RegExp) => {
    await expect.poll(() => lines().join('\n'), { timeout: longestWaitMs }).toMatch(text);
  };
  return {
    pty,
    lines,
    see,
    press: async (after, keys) => {
      await see(after);
      pty.write(keys);
    },
    resize: (newColumns, newRows) => {
      pty.resize(newColumns, newRows);
      screen.resize(newColumns, newRows);
    },
    isFullscreen: () => screen.buffer.active.type === 'alternate',
    raw: () => raw,
    exit,
    ended: async () => {
      let end: Awaited<typeof exit> | undefined;
      void exit.then((known) => {
        end = known;
      });
      await expect
        .poll(() => end ?? lines().join('\n'), { timeout: longestWaitMs })
        .toEqual(expect.objectContaining({ exitCode: expect.any(Number) }));
      return exit;
    },
  };
}
