import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type LoopbackModel, startLoopbackModel } from '../../src/codex/loopback-model/loopback-model.ts';
import { loopbackConfig } from '../../src/codex/loopback-model/with-loopback-model.ts';
import { median, type Ratio, withOwnMemory } from './measure.ts';

const runs = 15;

/** What a captured run costs more than the same run alone, and the memory of one that prints a lot. */
export async function captureCost(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  return [...(await timeOfRuns(folder, env)), await memoryOfStream(folder, env)];
}

async function timeOfRuns(folder: string, base: NodeJS.ProcessEnv): Promise<Ratio[]> {
  const model = await startLoopbackModel(
    Array.from({ length: 20 * runs }, () => ({ type: 'text', text: 'PONG' })),
  );
  try {
    const place = repositoryOn(folder, model);
    const main = resolve('dist/main.js');
    const env = { ...base, CODEX_HOME: place.home, CODEX_COCKPIT_RUNS: join(folder, 'runs') };
    const without = { ...env, CODEX_COCKPIT_DB: join(folder, 'no-history.db') };
    const history = { ...env, CODEX_COCKPIT_DB: join(folder, 'captured.db') };
    const init = [main, 'init', '--name', 'Acme', '--quiet', '--as', 'ada@example.com'];
    execFileSync(process.execPath, init, { env: history, stdio: 'ignore' });
    const codex = resolve('node_modules/.bin/codex');
    const exec = ['exec', '--disable', 'plugins', '-s', 'read-only', '--json', 'say PONG'];
    const run = [main, 'run', '-q', '--', codex, ...exec];
    const cwd = place.root;
    const alone = () => time(codex, exec, { cwd, env });
    const captured = () => time(process.execPath, run, { cwd, env: without });
    const recorded = () => time(process.execPath, run, { cwd, env: history });
    // The first ones compile and digest what every other one finds.
    for (const first of [alone, captured, recorded]) await first();
    const times: { alone: number; captured: number; recorded: number }[] = [];
    // One after the other, so that what else the machine does slows all of them.
    for (let n = 0; n < runs; n++)
      times.push({ alone: await alone(), captured: await captured(), recorded: await recorded() });
    const bare = median(times.map((one) => one.alone));
    const ratioOf = (what: string, which: 'captured' | 'recorded') => {
      const more = median(times.map((one) => one[which] - one.alone));
      return {
        what,
        ratio: (bare + more) / bare,
        yardstick: 'the same run alone',
        goal: `≤ ${(1 + Math.max(0.1, 100 / bare)).toFixed(2)}: 10 % or 100 ms`,
        note: `${Math.round(bare)} ms alone, ${Math.round(more)} ms more`,
      };
    };
    return [
      ratioOf('a captured run of codex exec', 'captured'),
      ratioOf('the same, recorded in a history', 'recorded'),
    ];
  } finally {
    await model.close();
  }
}

function repositoryOn(folder: string, model: LoopbackModel): { root: string; home: string } {
  const root = join(folder, 'captured');
  const home = join(folder, 'captured-home');
  mkdirSync(root);
  mkdirSync(home);
  writeFileSync(join(home, 'config.toml'), loopbackConfig(model.baseUrl));
  writeFileSync(join(root, 'a.txt'), 'a\n');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
  return { root, home };
}

function time(
  file: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<number> {
  return new Promise((done, fail) => {
    const started = performance.now();
    const child = spawn(file, args, { ...options, stdio: 'ignore' });
    child.once('error', fail);
    child.once('exit', (code) =>
      code === 0 ? done(performance.now() - started) : fail(new Error(`${file} ended with ${code}`)),
    );
  });
}

/** A stand-in for the CLI that prints a gigabyte: events, or one line without an end. */
const printer = `#!/usr/bin/env node
const mebibytes = Number(process.env.MEBIBYTES);
const event = JSON.stringify({ type: 'item.completed', item: { id: 'item_0', type: 'command_execution', command: 'x',
  aggregated_output: 'a line of output '.repeat(900), exit_code: 0, status: 'completed' } }) + '\\n';
const piece = process.env.ONE_LINE ? 'x'.repeat(1024 * 1024) : event.repeat(Math.ceil((1024 * 1024) / event.length));
process.stdout.write('{"type":"thread.started","thread_id":"t"}\\n{"type":"turn.started"}\\n');
let left = mebibytes;
const print = () => {
  while (left-- > 0) if (!process.stdout.write(piece)) return process.stdout.once('drain', print);
  process.stdout.write('\\n{"type":"turn.completed","usage":{}}\\n');
};
print();
`;

async function memoryOfStream(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio> {
  const bin = join(folder, 'printer');
  mkdirSync(join(bin, 'bin'), { recursive: true });
  writeFileSync(join(bin, 'package.json'), '{"name":"@openai/codex","version":"0.139.0"}');
  const codex = join(bin, 'bin', 'codex');
  writeFileSync(codex, printer, { mode: 0o755 });
  const peak = (mebibytes: number, more: Record<string, string> = {}) =>
    peakOf([resolve('dist/main.js'), 'run', '-q', '--', codex, 'exec', '--json', 'x'], {
      cwd: folder,
      env: { ...env, ...more, MEBIBYTES: String(mebibytes), CODEX_COCKPIT_RUNS: join(folder, 'streams') },
    });
  const small = await peak(16);
  const events = await peak(1024);
  const oneLine = await peak(1024, { ONE_LINE: '1' });
  return {
    what: 'memory of a captured stream of 1 GiB',
    ratio: Math.max(events, oneLine) / small,
    yardstick: 'a captured stream of 16 MiB',
    goal: '≤ 2',
    note: `${small} MiB; ${events} MiB in events, ${oneLine} MiB in one line`,
  };
}

/** Most MiB that a run of this Node takes, as it says itself at its end. */
function peakOf(args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<number> {
  const told = 'process.stderr.write("PEAK " + process.resourceUsage().maxRSS)';
  const hook = `data:text/javascript,process.once("exit",()=>${told})`;
  return new Promise((done, fail) => {
    const [shell, ...words] = withOwnMemory([process.execPath, '--import', hook, ...args]);
    const child = spawn(shell, words, {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said = (said + chunk).slice(-1000);
    });
    child.once('close', () => {
      const found = /PEAK (\d+)/.exec(said);
      if (found) done(Math.round(Number(found[1]) / 1024));
      else fail(new Error(`the captured run failed: ${said}`));
    });
  });
}
