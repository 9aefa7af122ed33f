import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { median, type Ratio } from './measure.ts';

type Report = { duration_ms: number; checks: { id: string; duration_ms: number }[] };

/** How well the checks of the suite are carried out side by side. */
export function suiteTime(env: NodeJS.ProcessEnv): Ratio[] {
  const runs = Array.from({ length: 7 }, () => run(env)).slice(1);
  const longest = ({ checks }: Report) => Math.max(...checks.map(({ duration_ms }) => duration_ms));
  const sum = ({ checks }: Report) => checks.reduce((total, { duration_ms }) => total + duration_ms, 0);
  const toLongest = median(runs.map((one) => one.duration_ms / longest(one)));
  const toSum = median(runs.map((one) => one.duration_ms / sum(one)));
  const cores = availableParallelism();
  const bound = median(runs.map((one) => sum(one) / cores / longest(one)));
  const note = `the checks together are ${bound.toFixed(2)} × the longest one per core, on ${cores} cores: no order can be faster`;
  return [
    {
      what: 'upgrade suite',
      ratio: toLongest,
      yardstick: 'its longest check',
      goal: '≤ 1.3',
      ...(toLongest > 1.3 ? { note } : {}),
    },
    {
      what: 'upgrade suite',
      ratio: toSum,
      yardstick: 'the sum of its checks',
      goal: `${(1 / cores).toFixed(2)} at best`,
    },
  ];
}

function run(env: NodeJS.ProcessEnv): Report {
  const { stdout } = spawnSync(process.execPath, [resolve('dist/main.js'), 'check', '--json', '--quiet'], {
    env,
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
}
