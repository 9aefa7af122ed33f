// Speed as ratios that were measured in one run on one machine: `npm run bench [-- --json]`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { alignColumns } from '../../src/report/base/table.ts';
import { captureCost } from './capture.ts';
import { filteredPage } from './filtered-page.ts';
import { largeFile } from './large-file.ts';
import { logRates } from './log-rates.ts';
import { longHistory } from './long-history.ts';
import type { Ratio } from './measure.ts';
import { pluginCost } from './plugin-cost.ts';
import { rehearsalTime } from './rehearsal.ts';
import { rolloutSize } from './rollout-size.ts';
import { sandboxMatrix } from './sandbox-matrix.ts';
import { screenCost } from './screens.ts';
import { sessionImport } from './session-import.ts';
import { startUp } from './start-up.ts';
import { suiteTime } from './suite-time.ts';

type Part = (folder: string, env: NodeJS.ProcessEnv) => readonly Ratio[] | Promise<readonly Ratio[]>;

const parts: Readonly<Record<string, Part>> = {
  'start-up': (_, env) => startUp(env),
  suite: (_, env) => suiteTime(env),
  sandbox: (_, env) => sandboxMatrix(env),
  log: logRates,
  'long-history': longHistory,
  'filtered-page': filteredPage,
  'rollout-size': rolloutSize,
  screens: screenCost,
  plugins: pluginCost,
  rehearsal: rehearsalTime,
  'large-file': largeFile,
  sessions: sessionImport,
  capture: captureCost,
};

const named = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const isJson = process.argv.includes('--json');
const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  process.stderr.write(`there is no part ${unknown.join(', ')}; there is ${Object.keys(parts).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const [only] = named;
  const isOne = only !== undefined && named.length === 1;
  const wanted = named.length > 0 ? named : Object.keys(parts);
  const ratios = isOne ? await measure(only) : wanted.flatMap(measureApart);
  const document = { format: 'codex-cockpit/bench', version: 1, ratios };
  process.stdout.write(isJson ? `${JSON.stringify(document, null, 2)}\n` : render(ratios));
}

async function measure(name: string): Promise<readonly Ratio[]> {
  const folder = mkdtempSync(resolve('node_modules', '.bench-'));
  const env = {
    PATH: [dirname(process.execPath), resolve('node_modules/.bin'), process.env.PATH].join(':'),
    HOME: folder,
    CODEX_HOME: folder,
    CODEX_COCKPIT_DB: join(folder, 'bench.db'),
    TMPDIR: folder,
  };
  try {
    return (await parts[name]?.(folder, env)) ?? [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: what a part leaves in memory would slow every program that the next one starts. */
function measureApart(name: string): readonly Ratio[] {
  process.stderr.write(`${name}…\n`);
  const argv = [...process.argv.slice(1, 2), name, '--json'];
  const printed = execFileSync(process.execPath, argv, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { ratios }: { ratios: readonly Ratio[] } = JSON.parse(printed);
  return ratios;
}

function render(ratios: readonly Ratio[]): string {
  const rows = ratios.map(({ what, ratio, yardstick, goal, note }) => [
    what,
    // JSON has no number for what could not be measured.
    `${(ratio ?? Number.NaN).toFixed(2)} ×`,
    yardstick,
    [goal === undefined ? '' : `goal ${goal}`, note ?? ''].filter((text) => text !== '').join('; '),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}
