import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { End, Outcome } from '../../../domain/base/outcome.ts';
import type { ObserverContext } from '../observer.ts';
import {
  endRemaining,
  type Mark,
  markVariable,
  type Remaining,
  sizeOf,
  waitForRemaining,
} from './remains.ts';

/** How a program ended, and which processes were there after it. */
export type Looked = { outcome: Outcome; remaining: readonly Remaining[] };

type Start = Pick<ObserverContext, 'start' | 'work'> & { mark: Mark };
type Options = { cwd: string; env: Readonly<Record<string, string>>; timeoutMs: number };

const pollMs = 50;

/** A process that goes on for longer after the CLI has ended stays behind. */
const graceMs = 1500;

/**
 * Runs a program, and looks at what it leaves running before the group that it ran in is ended: a shell stays in it
 * until then.
 */
export async function runAndLook(
  { start, work, mark }: Start,
  argv: readonly string[],
  options: Options,
): Promise<Looked> {
  const ended = join(work, 'stand-ins', 'ended');
  await rm(ended, { force: true });
  const script = 'ended=$1; shift; "$@" </dev/null; code=$?; : >"$ended"; read -r _; exit $code';
  const started = start(['/bin/sh', '-c', script, 'sh', ended, ...argv], marked(options, mark));
  const isOver = watch(started.outcome);
  try {
    while (!existsSync(ended) && !isOver()) await delay(pollMs);
    const remaining = await waitForRemaining(mark, { except: ended, graceMs });
    await endRemaining(mark, ended);
    started.stdin?.end('\n');
    const outcome = await started.outcome;
    return { outcome: { ...outcome, end: endBehindShell(outcome.end) }, remaining };
  } finally {
    await started.stop();
    await endRemaining(mark);
  }
}

/** How the program ended that a shell ran: the shell tells signals and what it cannot start as exit codes. */
function endBehindShell(end: End): End {
  if (end.type !== 'exit' || end.code < 126) return end;
  if (end.code <= 127) return { type: 'unstartable', code: end.code === 127 ? 'ENOENT' : 'EACCES' };
  const [signal] = Object.entries(constants.signals).find(([, number]) => number === end.code - 128) ?? [];
  return signal === undefined ? end : { type: 'signal', signal };
}

/** A terminal session: what was shown, whether the CLI ran at all, and whether it had to be stopped. */
export type LookedInTerminal = Looked & {
  shown: string;
  end: 'quit' | 'ended by itself' | 'never started' | 'never ready' | 'did not quit';
};

/** How long the screens are waited for, and how long they are left open and little may be written before they are quit. */
const open = { readyMs: 30_000, leastMs: 2500, mostMs: 15_000, stillMs: 1500 };
const quitMs = 8000;
const keyMs = 400;
/** As much within that time is a log: 0.139.0 writes half a megabyte a second while nothing happens. */
const sameBytes = 1024 * 1024;

/**
 * Opens the screens of a CLI in a pseudo-terminal of util-linux's `script`, leaves them open until little is
 * written in a folder, and quits with ctrl-c. A terminal is asked about itself: two questions are answered, as some
 * versions do not start without.
 *
 * @param watched the folder, CODEX_HOME
 * @param isReady whether the CLI has got through its start
 */
export async function lookInTerminal(
  { start, work, mark }: Start,
  codex: string,
  { watched, isReady, ...options }: Options & { watched: string; isReady: () => Promise<boolean> },
): Promise<LookedInTerminal> {
  const [begun, ended] = ['begun', 'ended'].map((name) => join(work, 'stand-ins', name)) as [string, string];
  await Promise.all([begun, ended].map((path) => rm(path, { force: true })));
  const script = `stty rows 40 cols 120; : >'${begun}'; "$SCREENS_OF"; : >'${ended}'; read -r _`;
  // The program script runs its line with the shell of the person, which may not be a POSIX one.
  const env = { ...options.env, SHELL: '/bin/sh', TERM: 'xterm-256color', SCREENS_OF: codex };
  const started = start(['script', '-qec', script, '/dev/null'], marked({ ...options, env }, mark));
  let shown = '';
  started.stdout?.on('data', (chunk: Buffer | string) => {
    const text = String(chunk);
    shown += text;
    if (text.includes('\u001b[6n')) started.stdin?.write('\u001b[1;1R');
    if (text.includes('\u001b[c')) started.stdin?.write('\u001b[?62c');
  });
  const isOver = watch(started.outcome);
  const isEnded = () => existsSync(ended) || isOver();
  try {
    const ready = await waitUntil(isReady, { isEnded, mostMs: open.readyMs });
    if (ready) await stayOpen(watched, isEnded);
    const byItself = isEnded();
    const key = () => started.stdin?.write('\u0003');
    const didQuit = byItself || (await waitUntil(async () => isEnded(), { isEnded, mostMs: quitMs, key }));
    const remaining = didQuit ? await waitForRemaining(mark, { except: ended, graceMs }) : [];
    await endRemaining(mark);
    const outcome = await started.outcome;
    const end = byItself ? 'ended by itself' : !ready ? 'never ready' : didQuit ? 'quit' : 'did not quit';
    return { outcome, remaining, shown, end: existsSync(begun) ? end : 'never started' };
  } finally {
    await started.stop();
    await endRemaining(mark);
  }
}

/** @param key is done before each look */
async function waitUntil(
  isSo: () => Promise<boolean>,
  { isEnded, mostMs, key }: { isEnded: () => boolean; mostMs: number; key?: () => void },
): Promise<boolean> {
  const deadline = Date.now() + mostMs;
  while (Date.now() < deadline && !isEnded()) {
    key?.();
    await delay(key ? keyMs : pollMs);
    if (await isSo()) return true;
  }
  return isSo();
}

async function stayOpen(watched: string, isEnded: () => boolean): Promise<void> {
  const began = Date.now();
  let [bytes, since] = [-1, began];
  while (!isEnded() && Date.now() - began < open.mostMs) {
    await delay(5 * pollMs);
    const now = await sizeOf(watched);
    if (Math.abs(now - bytes) > sameBytes) [bytes, since] = [now, Date.now()];
    if (Date.now() - began >= open.leastMs && Date.now() - since >= open.stillMs) return;
  }
}

const marked = (options: Options, { folders: [work] }: Mark) => ({
  ...options,
  env: { ...options.env, [markVariable]: work },
});

function watch(outcome: Promise<Outcome>): () => boolean {
  let over = false;
  void outcome.then(() => {
    over = true;
  });
  return () => over;
}
