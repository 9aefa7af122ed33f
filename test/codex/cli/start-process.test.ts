import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type StartOptions, startProcess } from '../../../src/codex/cli/start-process.ts';
import { program } from '../../support/process-program.ts';
import { expectNoneLeft, expectSome, hasProcessTable, processesNaming } from '../../support/process-table.ts';
import { tempFolder } from '../../support/temp.ts';

const node = process.execPath;

/** Starts a program in a folder of its own; `marker` stands in the environment of all its processes. */
function start(argv: readonly [string, ...string[]], more: Partial<StartOptions> = {}) {
  const marker = randomUUID();
  const started = startProcess(argv, {
    cwd: tempFolder(),
    env: { PATH: process.env.PATH ?? '', MARKER: marker },
    timeoutMs: 60_000,
    signal: new AbortController().signal,
    ...more,
  });
  onTestFinished(() => {
    for (const { pid } of hasProcessTable ? processesNaming(marker) : []) process.kill(pid, 'SIGKILL');
  });
  return { ...started, marker };
}

const shell = (script: string, more: Partial<StartOptions> = {}) => start(['sh', '-c', script], more);

/** A program that leaves another one in a session of its own, which keeps its output open. */
const leaving = (script: string) =>
  `const { spawn } = require('node:child_process');
   spawn('sh', ['-c', ${JSON.stringify(script)}], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] }).unref();
   console.log('said');`;

describe('a process that is started', () => {
  it('is told of by its exit code, both of its streams and its words', async () => {
    const argv = ['sh', '-c', 'echo out; echo err >&2; exit 7'] as const;
    expect(await start(argv).outcome).toMatchObject({
      argv,
      end: { type: 'exit', code: 7 },
      stdout: 'out\n',
      stderr: 'err\n',
      durationMs: expect.any(Number),
    });
  });

  it('finds its input closed, so that it does not wait for somebody to type', async () => {
    expect(await shell('cat; echo end').outcome).toMatchObject({ end: { code: 0 }, stdout: 'end\n' });
  });

  it('can be talked to when asked for', async () => {
    const { stdin, outcome } = start(['cat'], { stdin: 'pipe' });
    stdin?.write('hello\n');
    stdin?.end();
    expect((await outcome).stdout).toBe('hello\n');
  });

  it('gets its arguments as they are, never through a shell', async () => {
    const words = ['$(touch made)', '; touch made', 'two words', '*', ''];
    const cwd = tempFolder();
    const { outcome } = start([node, '-p', 'JSON.stringify(process.argv.slice(1))', '--', ...words], { cwd });
    expect(JSON.parse((await outcome).stdout)).toEqual(words);
    expect(existsSync(join(cwd, 'made'))).toBe(false);
  });

  it('has the environment that it is given and nothing of ours', async () => {
    const env = { PATH: process.env.PATH ?? '', ONLY: 'this' };
    const { outcome } = start([node, '-p', 'JSON.stringify(process.env)'], { env });
    expect(JSON.parse((await outcome).stdout)).toEqual(env);
  });

  it('may say more than a megabyte, in letters of several bytes', async () => {
    const { stdout, stderr } = await start([
      node,
      '-e',
      "process.stderr.write('é'.repeat(600_000)); process.stdout.write('€'.repeat(1_000_000));",
    ]).outcome;
    expect(stdout === '€'.repeat(1_000_000)).toBe(true);
    expect(stderr === 'é'.repeat(600_000)).toBe(true);
  });

  it('is cut off when it never stops talking', async () => {
    const { end, stdout } = await start(['yes']).outcome;
    expect(end).not.toEqual({ type: 'exit', code: 0 });
    expect(stdout.length).toBe(16 * 1024 * 1024);
  });

  it('is cut off sooner when it floods stderr, which is kept beside each check', async () => {
    const { end, stderr } = await shell('exec yes >&2').outcome;
    expect(end).not.toEqual({ type: 'exit', code: 0 });
    expect(stderr.length).toBe(2 * 1024 * 1024);
  });

  it('that dies of a signal without a word is told of by the signal', async () => {
    expect(await shell('kill -SEGV $$').outcome).toMatchObject({
      end: { type: 'signal', signal: 'SIGSEGV' },
      stdout: '',
      stderr: '',
    });
  });
});

/** The header of a binary for a machine that is not this one; a shell would read it as a text. */
function ofAnotherMachine(): string {
  const header = Buffer.alloc(64);
  header.write('\u007fELF\u0002\u0001\u0001', 'latin1');
  header.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);
  const path = join(tempFolder(), 'codex');
  writeFileSync(path, header, { mode: 0o755 });
  return path;
}

describe('a process that cannot be started', () => {
  it.each([
    ['is missing', () => join(tempFolder(), 'codex'), 'ENOENT'],
    ['may not be executed', () => program('echo hi', { mode: 0o644 }), 'EACCES'],
    ['is a folder', () => tempFolder(), 'EACCES'],
    ['is built for another machine', () => ofAnotherMachine(), 'ENOEXEC'],
    ['names an interpreter that is missing', () => program('#!/nonexistent/sh\n'), 'ENOENT'],
  ])('since it %s is told of by the code', async (_, path, code) => {
    const { outcome, stop } = start([path()]);
    expect(await outcome).toMatchObject({ end: { type: 'unstartable', code }, stdout: '', stderr: '' });
    expect(await stop()).toBe(true);
  });
});

describe.skipIf(!hasProcessTable)('nothing is left of a process', () => {
  const family = 'sleep 600 & sleep 600 & echo ready; wait';

  it('that took too long, nor of its children', async () => {
    const { outcome, marker } = shell(family, { timeoutMs: 400 });
    expect(await outcome).toMatchObject({ end: { type: 'timeout', afterMs: 400 } });
    await expectNoneLeft(marker);
  });

  it('that is stopped; TERM is enough for one that obeys', async () => {
    const { stop, outcome, marker } = shell(family);
    expect((await expectSome(marker)).length).toBeGreaterThan(0);
    expect(await stop()).toBe(true);
    expect(await outcome).toMatchObject({ end: { type: 'signal', signal: 'SIGTERM' } });
    await expectNoneLeft(marker);
  });

  it('that ignores TERM as its child does: KILL ends both', async () => {
    const { stop, stdout, outcome, marker } = shell(
      `trap '' TERM; sh -c "trap '' TERM; while :; do sleep 1; done" & echo ready; while :; do sleep 1; done`,
    );
    await new Promise((ready) => stdout?.once('data', ready));
    expect(await stop()).toBe(false);
    expect(await outcome).toMatchObject({ end: { type: 'signal', signal: 'SIGKILL' }, stdout: 'ready\n' });
    await expectNoneLeft(marker);
  });

  it('that is aborted, be it before it began', async () => {
    const abort = new AbortController();
    const running = shell(family, { signal: abort.signal });
    await expectSome(running.marker);
    abort.abort();
    const late = shell(family, { signal: abort.signal });
    for (const { outcome, marker } of [running, late]) {
      expect(await outcome).toMatchObject({ end: { type: 'signal' } });
      await expectNoneLeft(marker);
    }
  });

  it('that ended and left a child which keeps the output open', async () => {
    const { outcome, marker } = shell('sleep 600 & echo said');
    expect(await outcome).toMatchObject({ end: { type: 'exit', code: 0 }, stdout: 'said\n' });
    await expectNoneLeft(marker);
  });
});

describe('a process that leaves another one in a session of its own', () => {
  it.each([
    ['silent', 'sleep 600'],
    ['talkative', 'while :; do echo chatter; sleep 0.1; done'],
  ])('is not waited for when that one is %s', async (_, script) => {
    const { end, stdout } = await start([node, '-e', leaving(script)]).outcome;
    expect(end).toEqual({ type: 'exit', code: 0 });
    expect(stdout).toMatch(/^said\n/m);
  });

  it('is not waited for beyond its time', async () => {
    const script = `${leaving('sleep 600')} setInterval(() => 0, 1000);`;
    const { outcome } = start([node, '-e', script], { timeoutMs: 1500 });
    expect(await outcome).toMatchObject({ end: { type: 'timeout' }, stdout: 'said\n' });
  });
});

describe('a process that is gone', () => {
  it('is sent no signal: its number may be that of another by then', async () => {
    const { outcome, stop } = shell('exit 0');
    await outcome;
    const kill = vi.spyOn(process, 'kill');
    onTestFinished(() => kill.mockRestore());
    expect(await stop()).toBe(true);
    expect(kill).not.toHaveBeenCalled();
  });
});
