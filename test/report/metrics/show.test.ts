import { describe, expect, it } from 'vitest';
import { viewOfMetric } from '../../../src/domain/metrics/figures/view-of-metric.ts';
import { plain } from '../../../src/report/base/paint.ts';
import { renderMetricsExport } from '../../../src/report/metrics/export.ts';
import { renderMetricsView, renderMetricsViewJson } from '../../../src/report/metrics/show.ts';
import { figureOf, pairedOf, seriesOf, viewOf, withheldOf } from '../../support/metrics-view.ts';

const hostile = "=cmd|'/c calc'!A1\u001b[2J";

/** The cells of a CSV file in which no cell has a quote or a line break. */
const cellsOf = (csv: string) =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.slice(1, -1).split('","'));

describe('the metrics in a terminal', () => {
  it('have quality above adoption in the same columns, and name what is missing', () => {
    expect(renderMetricsView(viewOf([pairedOf()]), plain)).toBe(
      [
        'From 2026-10-24 to 2026-11-22 (UTC), beside the days just before.',
        '',
        'Everybody',
        '  Quality',
        '  Verification pass rate  91.5 %          ▂▄ ▇█  ↑ 3.5 better  n 340  ● observed  up to date  by hand',
        '  Adoption',
        '  Sessions                1,204 sessions  ▂▄ ▇█  ↑ 100         n 31   ● observed  up to date  sessions',
        '  Missing: Incidents.',
        '',
      ].join('\n'),
    );
  });

  it('name what is withheld, what is missing and how to add it, without a number', () => {
    expect(renderMetricsView(viewOf([withheldOf({ missing: 'no figure of quality' })]), plain)).toContain(
      [
        'Team payments',
        '  Withheld: Sessions, Turns.',
        '  Missing: no figure of quality.',
        '  Add it:  codex-cockpit metric add defect-rate 3 --n 100 --team payments --window 30d',
      ].join('\n'),
    );
  });

  it('obey no control sequence in a name', () => {
    const groups = [pairedOf({ scope: { team: hostile } }), withheldOf({ scope: { repository: hostile } })];
    expect(renderMetricsView(viewOf(groups), plain)).not.toContain('\u001b');
  });
});

describe('the metrics for programs', () => {
  it('have null for what is missing and for a scope that is not asked for', () => {
    const document = JSON.parse(renderMetricsViewJson(viewOf()));
    expect(document).toMatchObject({ format: 'codex-cockpit/metrics-view', version: 1 });
    const [paired, withheld] = document.groups;
    expect(paired.scope).toEqual({ team: null, cost_centre: null, repository: null, surface: null });
    expect(paired.quality[1]).toMatchObject({
      metric: 'incident-count',
      value: null,
      grade: 'missing',
      source: null,
    });
    expect(paired.adoption[0]).toMatchObject({
      metric: 'sessions',
      value: 1204,
      before: 1104,
      lag_days: 0,
      entry_count: 2,
    });
    expect(withheld).toEqual({
      type: 'withheld',
      scope: { team: 'payments', cost_centre: null, repository: null, surface: null },
      metrics: ['sessions', 'turns'],
      missing: 'no figure of quality of team payments from 2026-10-24 to 2026-11-22',
      remedies: ['codex-cockpit metric add defect-rate 3 --n 100 --team payments --window 30d'],
    });
  });

  it('are a number a row in an export: the window, then its days that are known', () => {
    const [head, ...rows] = cellsOf(renderMetricsExport(viewOf([pairedOf()]), 'csv'));
    const named = rows.map((row) => Object.fromEntries(row.map((value, index) => [head?.[index], value])));
    const of = (metric: string) => named.filter((row) => row.metric === metric);
    expect(of('sessions').map(({ span, from, value }) => [span, from, value])).toEqual([
      ['window', '2026-10-24', '1204'],
      ['day', '2026-10-24', '1'],
      ['day', '2026-10-25', '2'],
      ['day', '2026-10-27', '4'],
      ['day', '2026-10-28', '5'],
    ]);
    expect(of('sessions')[0]).toMatchObject({
      team: '*',
      side: 'adoption',
      n: '31',
      lag_days: '0',
      before: '1104',
    });
    expect(of('incident-count')).toMatchObject([{ span: 'window', value: '', grade: 'missing', source: '' }]);
  });

  it('have a row without a number for what is withheld', () => {
    const rows = cellsOf(renderMetricsExport(viewOf([withheldOf({ scope: { team: '' } })]), 'csv'));
    expect(rows.slice(1)).toEqual([
      [
        'window',
        '2026-10-24',
        '2026-11-22',
        '',
        '*',
        '*',
        '*',
        'sessions',
        'adoption',
        '',
        'sessions',
        '',
        'withheld',
        '',
        '',
        '',
        'no figure of quality of team payments from 2026-10-24 to 2026-11-22',
      ],
      [
        'window',
        '2026-10-24',
        '2026-11-22',
        '',
        '*',
        '*',
        '*',
        'turns',
        'adoption',
        '',
        'turns',
        '',
        'withheld',
        '',
        '',
        '',
        'no figure of quality of team payments from 2026-10-24 to 2026-11-22',
      ],
    ]);
    expect(JSON.parse(renderMetricsExport(viewOf(), 'json')).rows.at(-1)).toMatchObject({
      ...{ metric: 'turns', value: null, grade: 'withheld', team: 'payments' },
    });
  });

  it('write a name that is a formula as a text, and a negative number as a number', () => {
    const figures = [figureOf('automation-savings', { value: -3, series: seriesOf([-0.5]) })];
    const group = pairedOf({ scope: { team: hostile }, quality: figures, adoption: [] });
    const rows = cellsOf(renderMetricsExport(viewOf([group]), 'csv'));
    expect(rows[1]?.[3]).toBe("'=cmd|'/c calc'!A1");
    expect(rows.slice(1).map((row) => row[9])).toEqual(['-3', '-0.5']);
  });
});

describe('one metric of a view', () => {
  it('of adoption keeps the quality beside it, and one of quality stands alone', () => {
    const [group] = viewOfMetric(viewOf([pairedOf()]), 'sessions').groups;
    expect(group?.type === 'paired' && [group.quality.length, group.adoption.length]).toEqual([2, 1]);
    const [quality] = viewOfMetric(viewOf([pairedOf()]), 'incident-count').groups;
    expect(quality?.type === 'paired' && [quality.quality.length, quality.adoption.length]).toEqual([1, 0]);
  });

  it('is withheld alone', () => {
    expect(viewOfMetric(viewOf([withheldOf()]), 'turns').groups).toMatchObject([{ metrics: ['turns'] }]);
    expect(viewOfMetric(viewOf([withheldOf()]), 'tokens').groups).toMatchObject([{ metrics: [] }]);
  });
});
