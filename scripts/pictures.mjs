// Draws screens of the real program into docs/pictures/: `npm run pictures`. The same data at the same time give the same
// files, and nothing in them comes from the machine that they are made on.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { makeDemo, person, pictureTime } from './pictures/demo.mjs';
import { drawScreen } from './pictures/svg.mjs';

const size = { columns: 120, rows: 32 };

/** What is typed, each once the screen shows what stands before it, and what the finished screen shows. */
const pictures = [
  { name: 'rollout', title: 'The rollout', typed: [], shows: 'last run' },
  { name: 'checks', title: 'The checks', typed: [['last run', '2']], shows: /▸ .*config\.strict/ },
  {
    name: 'history',
    title: 'The history',
    typed: [['last run', '3']],
    shows: 'Acme rollout',
  },
  { name: 'turn', title: 'What is awaited', typed: [['last run', '4']], shows: /▸/ },
  {
    name: 'metrics',
    title: 'Quality above adoption',
    typed: [['last run', '\u001b[Z']],
    shows: /Defect rate.*Daily users/s,
  },
  {
    name: 'runs',
    title: 'The captured runs',
    typed: [
      ['last run', ':'],
      [/find/, 'captured runs of codex exec'],
      ['evidence, provenance', '\r'],
    ],
    shows: /▸ .*Fix the rounding/,
  },
  {
    name: 'palette',
    title: 'The palette',
    typed: [
      ['last run', ':'],
      [/find/, 'strict'],
    ],
    shows: 'config.strict',
  },
];

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
try {
  const db = join(folder, 'demo.db');
  await makeDemo(db, folder);
  mkdirSync('docs/pictures', { recursive: true });
  for (const picture of pictures) {
    const terminal = await show(db, picture);
    writeFileSync(`docs/pictures/${picture.name}.svg`, drawScreen(terminal, picture.title));
    process.stdout.write(`docs/pictures/${picture.name}.svg\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The terminal with the screen of a picture. */
async function show(db, { typed, shows, name }) {
  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  const pty = spawn(
    process.execPath,
    ['--require', resolve('scripts/pictures/clock.cjs'), 'dist/main.js', '--db', db, '--as', person],
    {
      cols: size.columns,
      rows: size.rows,
      env: {
        HOME: folder,
        PATH: '/usr/bin:/bin',
        LANG: 'C.UTF-8',
        TERM: 'xterm-256color',
        PICTURE_TIME: String(pictureTime),
      },
    },
  );
  pty.onData((data) => terminal.write(data));
  const lines = () =>
    Array.from(
      { length: terminal.rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    ).join('\n');
  try {
    for (const [after, keys] of typed) {
      await until(() => matches(lines(), after), name, lines);
      pty.write(keys);
    }
    await until(() => matches(lines(), shows), name, lines);
    await settled(lines);
    return terminal;
  } finally {
    pty.kill('SIGKILL');
  }
}

function matches(text, wanted) {
  return wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted);
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/** Waits until something is so; what is shown instead helps to see why it is not. */
async function until(isSo, name, lines) {
  for (const end = performance.now() + 20_000; !isSo(); await pause(50))
    if (performance.now() > end) throw new Error(`${name} never came; the screen shows:\n${lines()}`);
}

/** Waits until nothing has changed for a while. */
async function settled(lines) {
  for (let before = ''; before !== lines(); await pause(1500)) before = lines();
}
