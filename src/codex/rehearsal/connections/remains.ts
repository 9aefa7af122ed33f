import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How the processes of an observed CLI are known: by a variable that they inherit, or by a folder that they name. */
export type Mark = { folders: readonly [work: string, home: string] };

/** The variable, with the folder to work in as its value. */
export const markVariable = 'CODEX_COCKPIT_OBSERVES';

/** A process that is still there. */
export type Remaining = { pid: number; argv: readonly string[] };

/** The processes with the mark, ours excepted: those that name `except`. Linux only; elsewhere none is found. */
function findRemaining({ folders }: Mark, except?: string): readonly Remaining[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) return [];
    try {
      const argv = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').slice(0, -1);
      // A process that has ended and was not reaped has no arguments.
      if (argv.length === 0 || (except !== undefined && argv.some((word) => word.includes(except))))
        return [];
      const marked =
        argv.some((word) => folders.some((folder) => word.includes(folder))) ||
        readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(`${markVariable}=${folders[0]}`);
      return marked ? [{ pid, argv }] : [];
    } catch {
      // It has ended, or belongs to another user.
      return [];
    }
  });
}

const pollMs = 50;

/** The same once they have had the time to end. */
export async function waitForRemaining(
  mark: Mark,
  { except, graceMs }: { except: string; graceMs: number },
): Promise<readonly Remaining[]> {
  const deadline = Date.now() + graceMs;
  for (;;) {
    const remaining = findRemaining(mark, except);
    if (remaining.length === 0 || Date.now() >= deadline) return remaining;
    await delay(pollMs);
  }
}

const mostRounds = 20;

/** Kills every process with the mark, also those that others of them start meanwhile. */
export async function endRemaining(mark: Mark, except?: string): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const remaining = findRemaining(mark, except);
    if (remaining.length === 0) return;
    for (const { pid } of remaining) kill(pid);
    await delay(pollMs);
  }
}

/**
 * Kills what observers of killed rehearsals left running, known by a folder to work in that is no longer there, with the
 * files of their daemons. Linux only.
 */
export async function endAbandoned(): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc')) {
    const work = observedIn(name);
    if (work === undefined || existsSync(work)) continue;
    await removeDaemonFiles(join(dirname(work), 'home'));
    kill(Number(name));
  }
}

/** The folder that a process was observed in; undefined for any other process. */
function observedIn(pid: string): string | undefined {
  if (!/^\d+$/.test(pid)) return undefined;
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return variables.find((one) => one.startsWith(`${markVariable}=/`))?.slice(markVariable.length + 1);
  } catch {
    // It has ended, or belongs to another user.
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/**
 * Files that the daemon of a CLI keeps outside of CODEX_HOME: its sockets, in a folder of the temp dir, named by the
 * SHA-256 of the path in CODEX_HOME that leads to each (docs/codex-facts.md, "Daemon").
 */
export function daemonFiles(home: string): readonly string[] {
  const links = [
    join(home, 'app-server-control', 'app-server-control.sock'),
    join(home, 'app-server-daemon', 'daemon-updater.sock'),
  ];
  const folders = new Set(['/tmp', tmpdir()].map((temp) => join(temp, `codex-daemon-${userInfo().uid}`)));
  return [...folders].flatMap((folder) =>
    links
      .map((link) => join(folder, hash('sha256', link, 'hex')))
      .flatMap((path) => [path, `${path}.lock`])
      .filter(existsSync),
  );
}

export async function removeDaemonFiles(home: string): Promise<void> {
  await Promise.all(daemonFiles(home).map((path) => rm(path, { force: true })));
}

/**
 * Bytes of the files in a folder; one with several names counts once. Links are not followed, and what goes away
 * meanwhile does not count.
 */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (name) => {
      const found = await lstat(join(folder, name)).catch(() => undefined);
      return found?.isFile() ? ([found.ino, found.size] as const) : undefined;
    }),
  );
  const byFile = new Map(sizes.filter((one) => one !== undefined));
  return [...byFile.values()].reduce((sum, size) => sum + size, 0);
}
