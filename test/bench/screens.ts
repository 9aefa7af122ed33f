import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import type { Ratio } from './measure.ts';

const bin = resolve('dist/main.js');
const pages = 800;
const idleMs = 10_000;

/**
 * What the screens cost on the history of 100,000 entries that the measurement of the large rollout leaves: memory after
 * paging through it, and processor time while nothing happens. On Linux alone, where the kernel tells both.
 */
export async function screenCost(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  if (process.platform !== 'linux') return [];
  const { CI: _, ...person } = env;
  const pty = spawn(process.execPath, [bin, '--db', join(folder, 'large-rollout.db')], {
    ...{ cols: 120, rows: 40 },
    env: { ...person, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
  });
  let seen = '';
  pty.onData((data) => {
    seen = (seen + data).slice(-20_000);
  });
  const see = async (text: string) => {
    for (const end = performance.now() + 60_000; !seen.includes(text); await delay(20))
      if (performance.now() > end) throw new Error(`the screens never showed ${text}`);
  };
  try {
    await see('Acme');
    pty.write('3');
    await see('[3 History]');
    // A filter shows each entry as a row of its own.
    pty.write('/since:2020-01-01');
    await see('2020-01-01');
    pty.write('\r');
    for (let page = 0; page < pages; page++) {
      pty.write('\u0004');
      await delay(20);
    }
    // The heap is tidied up for some seconds.
    await delay(idleMs);
    const memory = peakMemory(pty);
    const before = processorMs(pty);
    await delay(idleMs);
    const idle = processorMs(pty) - before;
    return [
      {
        what: `memory after ${pages} pages of the history`,
        ratio: memory / 200,
        yardstick: '200 MB',
        goal: '≤ 1',
        note: `${memory.toFixed(0)} MB at most`,
      },
      {
        what: 'processor time of the screens while nothing happens',
        ratio: idle / idleMs,
        yardstick: 'one core',
        goal: '≤ 0.01',
        note: `${idle} ms in ${idleMs / 1000} s`,
      },
    ];
  } finally {
    pty.kill('SIGKILL');
  }
}

/** The most that a process had resident, in MB. */
function peakMemory({ pid }: IPty): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Milliseconds of processor time that a process has used (proc(5), `utime` and `stime`, in hundredths of a second). */
function processorMs({ pid }: IPty): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
