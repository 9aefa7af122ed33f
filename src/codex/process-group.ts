import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const drainMs = 250;
const termGraceMs = 3000;
const pollMs = 15;

/**
 * Stops a process group: TERM to its leader, TERM to everybody, then KILL for what is left
 * (facts/codex-upgrade-checks.md R9). The first lets an app-server drain; it takes the second as the
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
    // Nobody is left to get it.
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
// seems alive for ever.
function hasLiveMember(leader: number): boolean {
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      // "pid (name) state ppid pgrp …"; the name may hold spaces and brackets.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[2] === String(leader) && fields[0] !== 'Z';
    } catch {
      return false;
    }
  });
}
