import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { type ModelStep, startLoopbackModel } from '../../src/codex/loopback-model/loopback-model.ts';
import { loopbackConfig } from '../../src/codex/loopback-model/with-loopback-model.ts';
import type { CapturedRun } from '../../src/domain/runs/events.ts';
import { bin, type Ran } from './cockpit.ts';
import { testRepository } from './repository.ts';
import { realCodex, testWorld } from './world.ts';

/** What is made once for all captures of a file: compiled code, and the digest of the CLI, which has over 200 MB. */
const shared = mkdtempSync(join(tmpdir(), 'cockpit-captures-'));
afterAll(() => rmSync(shared, { recursive: true, force: true }));

/** A repository with one commit, a CODEX_HOME on a loopback model, and the built program beside them. */
export async function capturePlace(script: readonly ModelStep[] = [], { codex = realCodex } = {}) {
  const world = testWorld();
  const { root, git, write, read } = testRepository({ 'AGENTS.md': '# Rules\n', 'existing.txt': 'old\n' });
  git('add', '-A');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
  // On a busy machine, a model that asks for work at once is faster than the look at the repository before it.
  const isWork = script[0]?.type === 'command' || script[0]?.type === 'patch';
  const model = await startLoopbackModel(script, { thinksMs: isWork ? 1500 : 0 });
  onTestFinished(() => model.close());
  mkdirSync(join(world.root, 'home'));
  const home = join(world.root, 'home');
  writeFileSync(join(home, 'config.toml'), loopbackConfig(model.baseUrl), { mode: 0o600 });
  const runs = join(world.root, 'runs');
  const environment = {
    ...world.environment,
    XDG_CACHE_HOME: join(shared, 'cache'),
    XDG_DATA_HOME: join(shared, 'data'),
    CODEX_HOME: home,
    CODEX_COCKPIT_CODEX: codex,
    CODEX_COCKPIT_RUNS: runs,
  };
  const start = (args: readonly string[], input?: string | { file: string }) => {
    const file = typeof input === 'object' ? openSync(join(root, input.file), 'r') : undefined;
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: root,
      env: environment,
      stdio: [file ?? (input === undefined ? 'ignore' : 'pipe'), 'pipe', 'pipe'],
    });
    const ran: Ran = { code: null, signal: null, stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk) => {
      ran.stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      ran.stderr += chunk;
    });
    if (file !== undefined) closeSync(file);
    else if (input !== undefined) child.stdin?.end(input);
    const ended = new Promise<Ran>((done) =>
      child.on('close', (code, signal) => done(Object.assign(ran, { code, signal }))),
    );
    return { child, ran, ended };
  };
  const run = (...args: string[]) => start(args).ended;
  const folders = () => readdirSync(runs).map((name) => join(runs, name));
  const captured = (): CapturedRun => {
    const [folder = ''] = folders();
    return JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).run;
  };
  return { ...world, environment, root, git, write, read, home, runs, model, start, run, folders, captured };
}
