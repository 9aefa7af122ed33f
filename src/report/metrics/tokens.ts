import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { describeScope } from '../../domain/metrics/scope.ts';
import type { TokenGrouping, TokenRow } from '../../domain/metrics/sessions/tokens-beside.ts';
import type { Paired, Window, Withheld } from '../../domain/metrics/view.ts';
import { jsonDocument } from '../base/json-document.ts';
import { alignColumns } from '../base/table.ts';
import { describeValue, metricOf } from './figure.ts';
import { figureFields, scopeFields, withheldFields, withheldLines } from './show.ts';

type Group = Withheld | { type: 'paired'; group: Paired; rows: readonly TokenRow[] };
type View = { window: Window; by: TokenGrouping; groups: readonly Group[] };

/** Rows that a person is shown; the rest is in the JSON. */
const mostRows = 50;

/** Tokens of session files for people, each group below its quality. */
export function renderTokens({ window, by, groups }: View): string {
  const head = `Tokens of session files from ${window.from} to ${window.to} (UTC), by ${by}.\n`;
  return [head, ...groups.map((group) => renderGroup(group, by))].join('\n');
}

function renderGroup(given: Group, by: TokenGrouping): string {
  const { scope } = given.type === 'withheld' ? given : given.group;
  const lines = given.type === 'withheld' ? withheldLines(given) : pairedLines(given, by);
  return `${describeScope(scope)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function pairedLines(
  { group, rows }: { group: Paired; rows: readonly TokenRow[] },
  by: TokenGrouping,
): readonly string[] {
  const quality = group.quality.filter(({ value }) => value !== null);
  const beside = quality.map((figure) => `${metricOf(figure.metric).title} ${describeValue(figure)}`);
  const shown = rows.slice(0, mostRows);
  const table = [
    [by, 'total', 'input', 'cached', 'output', 'reasoning', 'requests'],
    ...shown.map(({ name, ...row }) => [
      cleanLine(name) || 'not known',
      ...[row.total, row.input, row.cached, row.output, row.reasoning, row.requests].map((one) =>
        one.toLocaleString('en-US'),
      ),
    ]),
  ];
  const sum = (part: 'subtracted' | 'unmetered') => rows.reduce((total, row) => total + row[part], 0);
  const [subtracted, unmetered] = [sum('subtracted'), sum('unmetered')];
  return [
    `Beside: ${beside.join(', ')}`,
    ...(rows.length === 0 ? ['No session file was imported of these days.'] : alignColumns(table)),
    ...(rows.length > shown.length ? [`and ${rows.length - shown.length} more: --json has all`] : []),
    ...(subtracted > 0 ? [`Estimated: ${countOf(subtracted, 'request')} as a difference of sums`] : []),
    ...(unmetered > 0
      ? [`Missing: ${countOf(unmetered, 'request')} that shortened a history; no file states what they used`]
      : []),
  ];
}

/** The same for programs. */
export function renderTokensJson({ window, by, groups }: View): string {
  return jsonDocument('tokens', {
    window,
    by,
    groups: groups.map((given) =>
      given.type === 'withheld'
        ? withheldFields(given)
        : {
            type: 'paired',
            scope: scopeFields(given.group.scope),
            quality: given.group.quality.map(figureFields),
            tokens: given.rows,
          },
    ),
  });
}
