// Speed as ratios that were measured in one run on one machine: `npm run bench [-- --json]`.
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

const folder = mkdtempSync(resolve('node_modules', '.bench-'));
const env = {
  PATH: [dirname(process.execPath), resolve('node_modules/.bin'), process.env.PATH].join(':'),
  HOME: folder,
  CODEX_HOME: folder,
  CODEX_COCKPIT_DB: join(folder, 'bench.db'),
  TMPDIR: folder,
};

try {
  const ratios: Ratio[] = [
    ...(await startUp(env)),
    ...suiteTime(env),
    ...(await sandboxMatrix(env)),
    ...(await logRates(folder)),
    ...(await longHistory(folder)),
    ...(await filteredPage(folder, env)),
    ...(await rolloutSize(folder, env)),
    ...(await screenCost(folder, env)),
    ...(await pluginCost(folder, env)),
    ...(await rehearsalTime(folder, env)),
    ...largeFile(folder, env),
    ...(await sessionImport(folder, env)),
    ...(await captureCost(folder, env)),
  ];
  if (process.argv.includes('--json'))
    process.stdout.write(
      `${JSON.stringify({ format: 'codex-cockpit/bench', version: 1, ratios }, null, 2)}\n`,
    );
  else process.stdout.write(render(ratios));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function render(ratios: readonly Ratio[]): string {
  const rows = ratios.map(({ what, ratio, yardstick, goal, note }) => [
    what,
    `${ratio.toFixed(2)} ×`,
    yardstick,
    [goal === undefined ? '' : `goal ${goal}`, note ?? ''].filter((text) => text !== '').join('; '),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}
