import { resolve } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { medians, type Ratio, run } from './measure.ts';

const bin = resolve('dist/main.js');
const codex = resolve('node_modules/.bin/codex');

/** How long it takes until a command has answered, and until the first screen is there. */
export async function startUp(env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  const node = process.execPath;
  // What was compiled is kept when the program ends by itself; the screens are killed below as soon as they are shown.
  await openAndQuit([node, bin], env);
  const times = await medians(15, {
    bare: () => run([node, '-e', '0'], env),
    codex: () => run([codex, '--version'], env),
    version: () => run([node, bin, '--version'], env),
    status: () => run([node, bin, 'status'], env),
    frame: () => firstFrame([node, bin], env),
  });
  const ratio = (what: string, taken: number, goal?: string): Ratio[] => [
    { what, ratio: taken / times.bare, yardstick: 'node -e 0', ...(goal ? { goal } : {}) },
    { what, ratio: taken / times.codex, yardstick: 'codex --version' },
  ];
  return [
    ...ratio('codex-cockpit --version', times.version, '≤ 2.5'),
    ...ratio('codex-cockpit status', times.status, '≤ 3'),
    ...ratio('first screen', times.frame, '≤ 6'),
  ];
}

async function firstFrame(argv: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Promise<void> {
  (await openScreens(argv, env)).kill('SIGKILL');
}

async function openAndQuit(argv: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Promise<void> {
  const pty = await openScreens(argv, env);
  const ended = new Promise((done) => pty.onExit(done));
  pty.write('q');
  await ended;
}

/** Opens the screens, and resolves when the first one is there. */
function openScreens([file, ...args]: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Promise<IPty> {
  const { CI: _, ...person } = env;
  const pty = spawn(file, args, { cols: 80, rows: 24, env: { ...person, TERM: 'xterm-256color' } });
  let seen = '';
  return new Promise((shown) => {
    pty.onData((data) => {
      seen += data;
      if (seen.includes('no rollout yet')) shown(pty);
    });
  });
}
