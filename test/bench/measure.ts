import { spawnSync } from 'node:child_process';

/** One line of the bench: how many times as long as the yardstick, and what to think of it. */
export type Ratio = { what: string; ratio: number; yardstick: string; goal?: string; note?: string };

/** The middle of a list of times. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Medians of several works, measured in turns so that a busy moment hits all of them. */
export async function medians<K extends string>(
  rounds: number,
  works: Record<K, () => unknown>,
): Promise<Record<K, number>> {
  const names = Object.keys(works) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const taken = await time(works[name]);
      // The first round warms the caches of the disk.
      if (round > 0) times[name].push(taken);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}

/** Runs a program to its end. Throws when it does not exit with 0. */
export function run(argv: readonly [string, ...string[]], env: NodeJS.ProcessEnv): void {
  const [file, ...args] = argv;
  const { status, stderr } = spawnSync(file, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${argv.join(' ')}: exit ${status}: ${stderr}`);
}

/**
 * A command whose peak of memory is its own. The peak of what this process starts directly is at least the memory that
 * this process has at that moment.
 */
export function withOwnMemory(argv: readonly string[]): [string, ...string[]] {
  return ['/bin/sh', '-c', '"$@"; exit "$?"', 'sh', ...argv];
}
