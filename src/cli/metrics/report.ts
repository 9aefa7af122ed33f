import { resolve } from 'node:path';
import { writeReport } from '../../app/files/write-report.ts';
import { readMetrics } from '../../app/metrics/read-metrics.ts';
import { viewOfMetric } from '../../domain/metrics/figures/view-of-metric.ts';
import { renderMetricsViewJson } from '../../report/metrics/show.ts';
import { choiceFlag, flag } from '../program/flags.ts';
import { checkPath, naming } from '../program/output-flag.ts';
import { action } from '../program/subcommand.ts';
import { readRequest, viewFlags } from './view-flags.ts';

/** `metric report`: the same figures as a page with charts. */
export const reporting = action({
  flags: {
    ...viewFlags,
    format: choiceFlag('--format <format>', 'html: one file without scripts', ['html'] as const, 'html'),
    output: flag('--out, --output <file>', 'write that file instead of printing'),
  },
  run: async (given, { world, read }) => {
    const now = world.now();
    const request = readRequest(given, now);
    const { all, historySize } = await read(async (store) => ({
      all: await readMetrics(store, request),
      historySize: (await store?.countEntries()) ?? 0,
    }));
    const view = given.metric === undefined ? all : viewOfMetric(all, given.metric);
    // What draws the charts is large, and only this page needs it.
    const { renderMetricsHtml } = await import('../../report/metrics/html.ts');
    const html = renderMetricsHtml({ view, at: now.toISOString(), by: given.by, historySize });
    const { output } = given;
    if (output !== undefined)
      await naming(output, () => writeReport(resolve(world.cwd, output), html), checkPath);
    return { view, html, output };
  },
  text: ({ html, output }) => (output === undefined ? html : ''),
  json: ({ view }) => renderMetricsViewJson(view),
  advice: ({ output }) => (output === undefined ? undefined : `Wrote ${output}.\n`),
  notes:
    'The page fetches nothing, runs no script, and can be read in light, in dark and on A4 paper. With --json the figures are printed as JSON, and the page is written all the same.',
  examples: [
    ['codex-cockpit metric report --output metrics.html', 'the last 30 days'],
    ['codex-cockpit metric report --window 2026-Q3 --by team --output q3.html', 'a quarter, team by team'],
  ],
});
