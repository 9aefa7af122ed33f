import { newPath, typedPath, writeNewFile } from '../../../../app/files/write-new-file.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { parseWindow } from '../../../../domain/metrics/days.ts';
import { atField, chooseOne, decision, fill, oneOf } from '../../../shell/decision.ts';
import type { Doing, State } from '../../../shell/state.ts';
import { asked, type MetricsAsked, viewIn } from './read.ts';

const formats = ['html', 'csv', 'json'] as const;

type Format = (typeof formats)[number];

type Input = { out: string; format: Format } & MetricsAsked;

const about = {
  html: 'one page with charts that runs nothing and fetches nothing',
  csv: 'one number a row, for a spreadsheet',
  json: 'the same rows for a tool that draws reports',
} as const satisfies Record<Format, string>;

/** Writes what is shown into a file: the same figures, paired or withheld as here. */
export const writeFigures = decision<Input>({
  command: 'write-metrics',
  keys: ['h'],
  description: 'write the figures to a file: a page with charts (HTML), CSV or JSON',
  footer: 'HTML report',
  recordsNothing: true,
  disabled: (state) => (viewIn(state) ? undefined : 'the metrics are not read'),
  form: {
    title: () => 'Write the figures to a file',
    fields: (_, state) => [
      { label: 'File', value: usualName(state), required: 'name a file' },
      {
        label: 'Format',
        value: 'html',
        choices: formats,
        notes: about,
        pick: true,
        required: chooseOne,
      },
    ],
    read: ([out = '', format = ''], _, state) =>
      fill((at) => {
        const { window, by } = asked.of(state);
        return { out, format: at(1, () => oneOf(formats, format)), window, by };
      }),
  },
  prepare: async (doing, input) => ({
    ...input,
    out: atField(0, () => newPath(doing.world(), typedPath(doing.world(), input.out))),
  }),
  confirmation: ({ out, format, window, by }) => ({
    question: `Write the figures of ${cleanLine(window)}${by === undefined ? '' : ` by ${by}`} as ${format.toUpperCase()}?`,
    writes: [out, about[format]],
    records: [],
  }),
  run: async (doing, input) =>
    `written to ${await writeNewFile(doing.world(), input.out, await render(doing, input))}`,
});

const usualName = ({ now }: State) => `metrics-${now.toISOString().slice(0, 10)}.html`;

/** Reads the figures anew: what is shown may be minutes old. */
async function render(doing: Doing, { format, window, by }: Input): Promise<string> {
  const { readMetrics } = await import('../../../../app/metrics/read-metrics.ts');
  const now = doing.world().now();
  const { view, historySize } = await doing.reading(async (store) => ({
    view: await readMetrics(store, { now, by, window: parseWindow(window, now) }),
    historySize: (await store?.countEntries()) ?? 0,
  }));
  if (format !== 'html') {
    const { renderMetricsExport } = await import('../../../../report/metrics/export.ts');
    return renderMetricsExport(view, format);
  }
  const { renderMetricsHtml } = await import('../../../../report/metrics/html.ts');
  return renderMetricsHtml({ view, at: now.toISOString(), by, historySize });
}
