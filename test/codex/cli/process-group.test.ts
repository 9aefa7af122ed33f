import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { killRemains, stopGroup } from '../../../src/codex/cli/process-group.ts';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { program } from '../../support/process-program.ts';
import {
  expectNoneLeft,
  hasProcessTable,
  liveProcesses,
  processesNaming,
} from '../../support/process-table.ts';
import { testWorld } from '../../support/world.ts';

/** A shell in a group of its own that has said `ready`. */
async function group(script: string) {
  const marker = randomUUID();
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, MARKER: marker },
  });
  onTestFinished(() => {
    for (const { pid } of processesNaming(marker)) process.kill(pid, 'SIGKILL');
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return { leader: child.pid ?? 0, marker, ended };
}

describe.skipIf(!hasProcessTable)('a process group', () => {
  it('that obeys is gone after TERM', async () => {
    const { leader, marker } = await group('sleep 600 & echo ready; wait');
    expect(await stopGroup(leader)).toBe(true);
    await expectNoneLeft(marker);
  });

  it('may tidy up: the leader hears TERM first, the others a moment later', async () => {
    const { leader, marker, ended } = await group(
      `trap 'kill -0 $child && exit 42' TERM; sleep 600 & child=$!; echo ready; wait`,
    );
    expect(await stopGroup(leader)).toBe(true);
    expect(await ended).toEqual([42, null]);
    await expectNoneLeft(marker);
  });

  it('that does not obey is killed, and that is told', async () => {
    const { leader, marker } = await group(`trap '' TERM; echo ready; while :; do sleep 1; done`);
    expect(await stopGroup(leader)).toBe(false);
    await expectNoneLeft(marker);
  });

  it('of zombies counts as gone: a container without an init keeps them', async () => {
    // The shell becomes a program that never asks what came of its children.
    const { leader, marker } = await group('true & echo ready; exec sleep 600');
    expect(await stopGroup(leader)).toBe(true);
    await expectNoneLeft(marker);
  });

  it('that is gone already needs nothing', async () => {
    const { leader, ended } = await group('echo ready');
    await ended;
    expect(await stopGroup(leader)).toBe(true);
    expect(() => killRemains(leader)).not.toThrow();
  });

  it('without its leader can still be killed', async () => {
    const { leader, marker, ended } = await group('sleep 600 & echo ready');
    await ended;
    expect(liveProcesses().some((one) => one.group === leader)).toBe(true);
    killRemains(leader);
    await expectNoneLeft(marker);
  });
});

describe.skipIf(!hasProcessTable)('a sandbox that a CLI leaves in a session of its own', () => {
  it('is killed after the check, which warns of it', async () => {
    const marker = randomUUID();
    onTestFinished(() => {
      for (const { pid } of processesNaming(marker)) process.kill(pid, 'SIGKILL');
    });
    const codex = program(`#!/bin/sh
[ "$1" = --version ] && exec echo codex-cli 0.139.0
mkfifo never
setsid env -i sh -c ': > ready; read line < never' bwrap --as-pid-1 "$PWD/folder" ${marker} </dev/null >/dev/null 2>&1 &
while [ ! -e ready ]; do :; done
`);
    const action = { type: 'command' as const, argv: ['codex', 'leave'], expect: { exit: 0 } };
    const { judgement } = await runOn(codex, testWorld(), shippedCheck('exec.smoke', { action }));
    expect(judgement).toMatchObject({
      verdict: 'warn',
      summary: expect.stringMatching(/; this CLI leaves a sandbox running after its session$/),
      actual: '1 bwrap --as-pid-1 left, and killed',
    });
    await expectNoneLeft(marker);
  });
});
