import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bin, cockpit } from '../../support/cockpit.ts';
import { makePipe } from '../../support/pipe.ts';
import { hasProcessTable } from '../../support/process-table.ts';

/** How many times a process has a file open. */
function timesOpen(pid: number | undefined, path: string): number {
  const files = readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`);
  return files.filter((link) => targetOf(link) === path).length;
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    // It was closed meanwhile.
    return undefined;
  }
}

describe.runIf(hasProcessTable)('an interrupt', () => {
  it('ends a command that waits for input that never comes', async () => {
    const { environment, cwd, root } = cockpit();
    const pipe = join(root, 'pipe');
    makePipe(pipe);
    // Open for writing too, so that a reader waits for what is written.
    const stdin = openSync(pipe, 'r+');
    onTestFinished(() => closeSync(stdin));
    const child = spawn(process.execPath, [bin, 'policy', 'lint', '/dev/stdin'], {
      cwd,
      env: environment,
      stdio: [stdin, 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const ended = new Promise<NodeJS.Signals | null>((done) => child.once('close', (_, by) => done(by)));
    await expect.poll(() => timesOpen(child.pid, pipe), { timeout: 20_000 }).toBe(2);
    child.kill('SIGINT');
    expect([await ended, stderr]).toEqual([
      'SIGKILL',
      expect.stringContaining('the work did not end after the interrupt'),
    ]);
  });
});
