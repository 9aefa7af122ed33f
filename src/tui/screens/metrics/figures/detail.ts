import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { METRICS } from '../../../../domain/metrics/metric-set.ts';
import { describeScope } from '../../../../domain/metrics/scope.ts';
import type { Figure, Paired, Scope, Withheld } from '../../../../domain/metrics/view.ts';
import {
  describeEntries,
  describeGrade,
  describeLag,
  describePriorities,
  describeSize,
  describeSource,
  describeTrend,
  describeValue,
  formatAmount,
  metricOf,
} from '../../../../report/metrics/figure.ts';
import { factLines } from '../../../components/text.ts';
import { drawLine, drawPair, partnerOf } from './picture.ts';
import type { MetricRow } from './rows.ts';

/** Cells of the days of a figure where figures stand below each other. */
const lineCells = 20;

/** What stands beside the list: both sides in a line each, where the selected one is from, and their days as pictures. */
export function previewText(row: MetricRow): string {
  if (row.type === 'withheld') return withheldText(row.group);
  const { group, figure } = row;
  const known = figure.value === null ? [] : [`n ${describeSize(figure)}`, describeLag(figure)];
  const from = [...known, describeSource(figure), describeGrade(figure)].join(' · ');
  return [...bothLines(group, figure), cleanLine(from), '', ...drawPair(group, figure)].join('\n');
}

/** Everything about a row: what it means, what it rests on, and each figure of the group. */
export function detailText(row: MetricRow): string {
  if (row.type === 'withheld') return withheldText(row.group);
  const { group, figure, of } = row;
  const { definition } = metricOf(figure.metric);
  return [
    `${definition}`,
    '',
    ...facts(figure),
    '',
    ...drawPair(group, figure, 6),
    '',
    `EVERYTHING KNOWN OF ${of.toUpperCase()}`,
    ...group.quality.map(lineOf),
    ...group.adoption.map(lineOf),
    ...(describeScope(group.qualityScope) === describeScope(group.scope)
      ? []
      : [`  The quality is that of ${describeScope(group.qualityScope)}: nobody counts it by surface.`]),
  ].join('\n');
}

/** Quality first, each with its days. */
function bothLines(group: Paired, figure: Figure): readonly string[] {
  const partner = partnerOf(group, figure);
  const both = metricOf(figure.metric).side === 'quality' ? [figure, partner] : [partner, figure];
  return both.flatMap((one) => (one ? [lineOf(one).trimStart()] : []));
}

function lineOf(figure: Figure): string {
  const { title, side } = metricOf(figure.metric);
  const days = drawLine(figure, lineCells).padEnd(lineCells);
  return `  ${side.padEnd(9)} ${days} ${title}, ${describeValue(figure)} ${describeTrend(figure)}`.trimEnd();
}

function facts(figure: Figure): readonly string[] {
  const { before, unit } = figure;
  return factLines([
    ['before', before === null ? '' : `${formatAmount(before, unit)} in as many days just before`],
    ['n', describeSize(figure)],
    ['priority', describePriorities(figure)],
    ['source', describeSource(figure)],
    ['lag', describeLag(figure)],
    ['grade', describeGrade(figure)],
    ['entries', describeEntries(figure)],
    ['noise?', figure.noise ? 'nobody changed anything because of it; t ties a change to it' : ''],
  ]);
}

/** Why adoption is withheld, and what would change that, in keys first. */
function withheldText({ metrics, missing, remedies, scope }: Withheld): string {
  return [
    `Withheld: ${metrics.map((id) => METRICS[id].title.toLowerCase()).join(', ')}`,
    cleanLine(`Missing: ${missing}.`),
    '',
    ...whatHelps(scope),
    ...(remedies.length === 0 ? [] : ['', 'As commands:', ...remedies.map((one) => `  ${cleanLine(one)}`)]),
  ].join('\n');
}

/** What would change it, in keys. What belongs to none has no quality of its own. */
function whatHelps(scope: Scope): readonly string[] {
  if (scope.team === '' || scope.costCentre === '')
    return ['i imports who belongs to which team and cost centre (teams)'];
  if (scope.repository === '') return ['No quality is of this: each figure of it names a repository.'];
  return [`To add quality of ${describeScope(scope)}:`, '  a enters a figure, i imports a file of them'];
}
