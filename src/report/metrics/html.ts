import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { METRICS, type MetricId } from '../../domain/metrics/metric-set.ts';
import type { Figure, MetricsView, Paired, Withheld } from '../../domain/metrics/view.ts';
import { escapeXml } from '../base/escape.ts';
import { htmlEnd, htmlFacts, htmlRow, htmlStart, htmlTable } from '../base/html-page.ts';
import { renderChart } from './chart.ts';
import {
  describeEntries,
  describeGrade,
  describeLag,
  describePriorities,
  describeScope,
  describeSize,
  describeSource,
  describeTrend,
  describeValue,
  formatAmount,
  metricOf,
} from './figure.ts';

/** What a report of metrics is made of. */
export type MetricsReport = {
  view: MetricsView;
  /** When it was made, RFC 3339. */
  at: string;
  /** What the groups after the first one are of, such as `team`; undefined when there is none. */
  by: string | undefined;
  /** How many entries the history had. */
  historySize: number;
};

/** Groups whose figures are drawn; those after them have tables alone, so that the page stays one that can be opened. */
const mostDrawn = 60;

const style =
  ':root{--quality:#0b5cad;--adoption:#a34700}' +
  '@media screen and (prefers-color-scheme:dark){:root{--quality:#7ab8ff;--adoption:#ffb472}}' +
  '.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem}.pair h3{margin:.6rem 0 0}' +
  'figure{margin:.4rem 0 1rem;break-inside:avoid}figcaption strong{font-size:1.15rem}figcaption p{margin:0;font-size:.85rem}' +
  'figure svg{display:block;width:100%;height:auto;overflow:visible}svg text,svg tspan{white-space:pre}' +
  '.quality{border-top:.25rem solid var(--quality)}.adoption{border-top:.25rem solid var(--adoption)}' +
  '.withheld{border-left:.3rem solid #b7791f;padding:.2rem .8rem}code{overflow-wrap:anywhere}' +
  'table{font-size:.85rem;margin:.8rem 0}th,td{overflow-wrap:break-word}h2{overflow-wrap:anywhere}' +
  '@media(max-width:40rem){.pair{grid-template-columns:1fr}}' +
  '@media print{.pair{grid-template-columns:1fr 1fr}table{font-size:7.5pt}th,td{padding:.2rem .3rem}}';

/**
 * The metrics of a window as one HTML page: quality beside adoption, with charts that were drawn when it was made. It
 * runs no script and fetches nothing. Adoption without quality is withheld here too, since a view has no number of it.
 */
export function renderMetricsHtml(report: MetricsReport): string {
  const { view, at, by, historySize } = report;
  return [
    htmlStart('Codex: quality beside adoption', style),
    htmlFacts([
      ['Window', `${view.window.from} to ${view.window.to} (UTC, both days included)`],
      ['Groups', by === undefined ? 'everybody' : `everybody, then each ${by}`],
      ['Made', `${at}, from a history of ${countOf(historySize, 'entry', 'entries')}`],
    ]),
    '<p>A number of adoption says that Codex is used, not that the work got better. So it is shown only where quality of the same people and days stands beside it. What no source says is missing, and is not 0. A dashed line is the figure of as many days just before. A figure that nobody changed anything for in its review period is marked noise?</p>\n',
    ...view.groups.map((one, place) => group(one, place < mostDrawn)),
    definitions(view),
    htmlEnd,
  ].join('');
}

function group(one: Paired | Withheld, isDrawn: boolean): string {
  const heading = `<section>\n<h2>${escapeXml(title(describeScope(one.scope)))}</h2>\n`;
  return `${heading}${one.type === 'withheld' ? withheld(one) : isDrawn ? paired(one) : figureTable(figuresOf(one))}</section>\n`;
}

const figuresOf = ({ quality, adoption }: Paired): readonly Figure[] => [...quality, ...adoption];

const title = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function withheld({ metrics, missing, remedies }: Withheld): string {
  const known = metrics.map((id) => METRICS[id].title).join(', ');
  const add = remedies.map((remedy) => `<li><code>${escapeXml(cleanLine(remedy))}</code></li>`).join('');
  return `<div class="withheld"><p>${known === '' ? 'Nothing is known yet.' : `<strong>Withheld:</strong> ${escapeXml(known)}`}</p><p>${escapeXml(`${title(cleanLine(missing))}.`)}</p>${add === '' ? '' : `<p>What would add it:</p><ul>${add}</ul>`}</div>\n`;
}

function paired(one: Paired): string {
  const { scope, qualityScope, quality, adoption, window } = one;
  const charts = (figures: readonly Figure[]) =>
    figures
      .filter(({ value }) => value !== null)
      .map((figure) => chart(figure, window))
      .join('');
  const other =
    describeScope(qualityScope) === describeScope(scope) ? '' : ` of ${describeScope(qualityScope)}`;
  const right = charts(adoption);
  return [
    '<div class="pair">\n',
    `<div><h3 class="quality">${escapeXml(`Quality${other}`)}</h3>\n${charts(quality)}</div>\n`,
    `<div><h3 class="adoption">Adoption</h3>\n${right === '' ? '<p>No source says anything about adoption.</p>\n' : right}</div>\n`,
    '</div>\n',
    figureTable(figuresOf(one)),
  ].join('');
}

function chart(figure: Figure, window: MetricsView['window']): string {
  const { before, unit } = figure;
  const trend = describeTrend(figure);
  const moved =
    before === null
      ? 'nothing to compare is known of the days before'
      : `${trend}, before ${formatAmount(before, unit)}`;
  const drawn =
    renderChart(figure, window) ?? '<p>Known for the whole window alone, not for single days.</p>';
  return [
    '<figure><figcaption>',
    `<p>${escapeXml(metricOf(figure.metric).title)}${figure.noise ? ' <em>noise?</em>' : ''}</p><strong>${escapeXml(describeValue(figure))}</strong>`,
    `<p>${escapeXml(`${moved}; n ${describeSize(figure)}; ${describeSource(figure)}; ${describeLag(figure)}; ${figure.grade}`)}</p>`,
    `</figcaption>${drawn}</figure>\n`,
  ].join('');
}

const HEAD = ['Metric', 'Value', 'Before', 'Trend', 'n', 'Source', 'Lag', 'Grade', 'Entries'];

/** Every figure, those too that are missing. */
function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { metric, before, unit } = figure;
    const priorities = describePriorities(figure);
    return htmlRow('td', [
      `${metricOf(metric).title}${figure.noise ? ' noise?' : ''}`,
      `${describeValue(figure)}${priorities && ` (${priorities})`}`,
      before === null ? '' : formatAmount(before, unit),
      describeTrend(figure),
      describeSize(figure),
      describeSource(figure),
      describeLag(figure),
      describeGrade(figure),
      describeEntries(figure),
    ]);
  });
  return `<table>\n<thead>${htmlRow('th', HEAD)}</thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>\n`;
}

/** What each metric of the page means. */
function definitions({ groups }: MetricsView): string {
  const shown = new Set<MetricId>(
    groups.flatMap((one): readonly MetricId[] =>
      one.type === 'withheld' ? one.metrics : figuresOf(one).map(({ metric }) => metric),
    ),
  );
  const rows = (Object.keys(METRICS) as MetricId[])
    .filter((id) => shown.has(id))
    .map((id) => {
      const { title: name, definition, unit, side } = metricOf(id);
      return [name, definition, unit, side];
    });
  return `<section>\n<h2>Definitions</h2>\n${htmlTable(['Metric', 'Definition', 'Unit', 'Side'], rows)}</section>\n`;
}
