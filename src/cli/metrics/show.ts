import { resolve } from 'node:path';
import { writeReport } from '../../app/files/write-report.ts';
import { readMetrics } from '../../app/metrics/read-metrics.ts';
import { viewOfMetric } from '../../domain/metrics/figures/view-of-metric.ts';
import { METRIC_FORMATS, renderMetricsExport } from '../../report/metrics/export.ts';
import {
  renderDefinitions,
  renderDefinitionsJson,
  renderMetricsView,
  renderMetricsViewJson,
} from '../../report/metrics/show.ts';
import { choiceFlag, flag } from '../program/flags.ts';
import { checkPath, naming } from '../program/output-flag.ts';
import { action } from '../program/subcommand.ts';
import { readRequest, viewFlags } from './view-flags.ts';

/** `metric show`: adoption beside quality. */
export const show = action({
  flags: viewFlags,
  run: async (given, { world, read }) => {
    const request = readRequest(given, world.now());
    const view = await read((store) => readMetrics(store, request));
    return given.metric === undefined ? view : viewOfMetric(view, given.metric);
  },
  text: (view, { paint }) => renderMetricsView(view, paint),
  json: renderMetricsViewJson,
  notes: 'Adoption is shown only beside quality of the same people and days: docs/metrics.md.',
  examples: [
    ['codex-cockpit metric show', 'the last 30 days'],
    ['codex-cockpit metric show --window 2026-10 --by team', 'October, with a group for each team'],
    ['codex-cockpit metric show --repository shop --metric turns', 'one metric in one repository'],
  ],
});

/** `metric export`: the same numbers for other tools. */
export const exporting = action({
  flags: {
    ...viewFlags,
    format: choiceFlag('--format <format>', 'csv, or json', METRIC_FORMATS, 'csv'),
    out: flag('--out <file>', 'write that file instead of printing'),
  },
  run: async (given, { world, read }) => {
    const request = readRequest(given, world.now());
    const view = await read((store) => readMetrics(store, request));
    const chosen = given.metric === undefined ? view : viewOfMetric(view, given.metric);
    const text = renderMetricsExport(chosen, given.json ? 'json' : given.format);
    const { out } = given;
    if (out === undefined) return { text, out };
    await naming(out, () => writeReport(resolve(world.cwd, out), text), checkPath);
    return { text: '', out };
  },
  text: ({ text }) => text,
  json: ({ text }) => text,
  advice: ({ out }) => (out === undefined ? undefined : `Wrote ${out}.\n`),
  examples: [
    ['codex-cockpit metric export --by team --window 2026-10 > october.csv', 'for a spreadsheet'],
    ['codex-cockpit metric export --format json --out metrics.json', 'for a tool that draws reports'],
  ],
});

/** `metric definitions`: what the metrics mean. */
export const definitions = action({
  run: async () => undefined,
  text: renderDefinitions,
  json: renderDefinitionsJson,
});
