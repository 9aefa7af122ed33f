import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const drainMs = 250;
const termGraceMs = 3000;
const pollMs = 15;

/**
 * Stops a process group: TERM to its leader, TERM to everybody, then KILL for what is left
 * (docs/codex-facts.md, "Process groups"). The first lets an app-server drain; it takes the second as the
 * order to leave at once.
 *
 * @returns whether TERM was enough
 */
export async function stopGroup(leader: number): Promise<boolean> {
  sendSignal(leader, 'SIGTERM');
  if (await isGoneWithin(leader, drainMs)) return true;
  sendSignal(-leader, 'SIGTERM');
  if (await isGoneWithin(leader, termGraceMs)) return true;
  sendSignal(-leader, 'SIGKILL');
  return false;
}

async function isGoneWithin(leader: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    if (!isGroupAlive(leader)) return true;
    await delay(pollMs);
  }
  return false;
}

/** Kills what a process left behind in its group after it ended. */
export function killRemains(leader: number): void {
  sendSignal(-leader, 'SIGKILL');
}

/** A negative number names a whole group. */
function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // The process has ended.
  }
}

function isGroupAlive(leader: number): boolean {
  try {
    process.kill(-leader, 0);
  } catch {
    return false;
  }
  return process.platform !== 'linux' || hasLiveMember(leader);
}

// In a container without an init that reaps, a finished grandchild stays as a zombie and the group
// seems alive forever.
function hasLiveMember(leader: number): boolean {
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      // "pid (name) state ppid pgrp …"; the name may contain spaces and brackets.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[2] === String(leader) && fields[0] !== 'Z';
    } catch {
      return false;
    }
  });
}

/**
 * Kills sandboxes that a CLI left behind in sessions of their own, where no group reaches them. They are known by the
 * private folder that they work in, since they have no environment. Linux only; elsewhere none is found.
 *
 * @returns how many there were
 */
export async function endOrphanedSandboxes(work: string): Promise<number> {
  if (findOrphans(work).length === 0) return 0;
  // A sandbox that is about to end is no orphan.
  await delay(orphanGraceMs);
  const orphans = findOrphans(work);
  for (const pid of orphans) sendSignal(pid, 'SIGKILL');
  return orphans.length;
}

const orphanGraceMs = 1000;

function findOrphans(work: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const isOurs = words.some((word) => word === work || word.startsWith(`${work}/`));
      return words.includes('--as-pid-1') && isOurs ? [Number(pid)] : [];
    } catch {
      // It has ended, or belongs to another user.
      return [];
    }
  });
}
