import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** A process that lives. `environment` holds its variables as they were at its start. */
export type LiveProcess = { pid: number; group: number; command: string; environment: string };

/** True where `/proc` tells what runs. */
export const hasProcessTable = process.platform === 'linux';

/**
 * Every process that lives. Zombies are left out: a container without an init keeps them
 * (docs/codex-facts.md, "Process groups").
 */
export function liveProcesses(): readonly LiveProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const read = (file: string) => readFileSync(`/proc/${name}/${file}`, 'utf8');
        const [state, , group] = (read('stat').split(') ').at(-1) ?? '').split(' ');
        const words = (text: string) => text.split('\0').join(' ');
        if (state === 'Z') return [];
        return [
          {
            pid: Number(name),
            group: Number(group),
            command: words(read('cmdline')),
            environment: words(read('environ')),
          },
        ];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

/** Processes whose command line or environment names `marker`. */
export function processesNaming(marker: string): readonly LiveProcess[] {
  return liveProcesses().filter(
    ({ command, environment }) => command.includes(marker) || environment.includes(marker),
  );
}

/** Waits until no process names `marker` any more. */
export async function expectNoneLeft(marker: string): Promise<void> {
  await expect
    .poll(() => processesNaming(marker).map(({ command }) => command), { timeout: 10_000 })
    .toEqual([]);
}

/** Waits until some process names `marker`, and gives them. */
export async function expectSome(marker: string): Promise<readonly LiveProcess[]> {
  await expect.poll(() => processesNaming(marker).length, { timeout: 20_000 }).toBeGreaterThan(0);
  return processesNaming(marker);
}
