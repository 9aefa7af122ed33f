import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../src/cli/program/commands.ts';
import { FAMILIES, FAMILY_NAMES, sampleName } from '../../src/domain/runs/observe/families.ts';

type Panel = {
  id: number;
  type: string;
  title: string;
  description?: string;
  datasource?: { type: string; uid: string };
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; expr: string; legendFormat: string; datasource: { uid: string } }[];
};
type Rule = { alert: string; expr: string; annotations: { summary: string; next: string } };

const dashboard = JSON.parse(readFileSync('data/grafana/codex-cockpit.json', 'utf8'));
const panels: readonly Panel[] = dashboard.panels;
const rules: readonly Rule[] = parse(readFileSync('data/grafana/alerts.yaml', 'utf8')).groups[0].rules;

/** What the panels ask, with the variables of Grafana as it would fill them in. */
const queries = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ refId, expr, legendFormat }) => ({
    title: `${title} ${refId}`,
    expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$__range', '7d').replaceAll('$job', '.+'),
    legendFormat,
  })),
);
const expressions = [...queries.map(({ expr }) => expr), ...rules.map(({ expr }) => expr)];

/** The texts of the nodes of those kinds in a query, as the parser of Prometheus' own editor reads it. */
function nodesOf(expr: string, ...kinds: readonly string[]): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, type, from, to }) => {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expr}`);
      if (kinds.includes(name)) found.push(expr.slice(from, to));
    },
  });
  return found;
}

/** Each sample that can be asked for, with its labels. */
const samples = new Map(
  FAMILY_NAMES.flatMap((name) => {
    const { type, labels } = FAMILIES[name];
    if (type !== 'histogram') return [[sampleName(name), labels as readonly string[]] as const];
    return ['bucket', 'sum', 'count'].map((part) => [`${name}_${part}`, [...labels, 'le']] as const);
  }),
);

describe('the queries of the dashboard and of the alerts', () => {
  it.each(expressions)('are PromQL over metrics that are exported: %s', (expr) => {
    const names = nodesOf(expr, 'Identifier');
    expect(names.length).toBeGreaterThan(0);
    const known = names.flatMap((name) => samples.get(name) ?? [`there is no ${name}`]);
    for (const label of nodesOf(expr, 'LabelName')) expect([...known, 'job']).toContain(label);
    for (const name of names) expect([...samples.keys()]).toContain(name);
  });

  it('refuse what is no PromQL', () => {
    expect(() => nodesOf('sum(rate(x[5m])', 'Identifier')).toThrow('no PromQL');
  });

  it('show every metric', () => {
    const shown = queries.flatMap(({ expr }) => nodesOf(expr, 'Identifier'));
    for (const name of FAMILY_NAMES)
      expect(
        shown.some((one) => one === sampleName(name) || one.startsWith(`${name}_`)),
        name,
      ).toBe(true);
  });

  it.each(queries.filter(({ legendFormat }) => legendFormat.includes('{{')))(
    'keep the labels that the legend names: $title',
    ({ expr, legendFormat }) => {
      const grouped = nodesOf(expr, 'GroupingLabels').join(' ');
      const labels = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
      for (const label of labels) if (grouped !== '') expect(grouped).toContain(label);
    },
  );
});

describe('the dashboard', () => {
  it('asks one data source, which is chosen in Grafana', () => {
    expect(dashboard.templating.list[0]).toMatchObject({
      name: 'datasource',
      type: 'datasource',
      query: 'prometheus',
    });
    for (const { datasource, targets = [] } of panels.filter(({ type }) => type !== 'row'))
      for (const one of [datasource, ...targets.map((target) => target.datasource)])
        expect(one?.uid).toBe(['$', '{datasource}'].join(''));
    expect(JSON.stringify(dashboard)).not.toContain('__inputs');
  });

  it('has panels with ids, titles and meanings of their own, and none over another', () => {
    expect(dashboard).toMatchObject({ schemaVersion: 42, uid: 'codex-cockpit' });
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { type, title, description, gridPos } of panels) {
      if (type !== 'row') expect(description, title).toBeTruthy();
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x} ${y}`), `${title} is over another panel`).toBe(false);
          taken.add(`${x} ${y}`);
        }
    }
  });
});

describe('the alerts', () => {
  it('each have a name of their own and lead to a command', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    const known = commands.map(({ name }) => name);
    for (const { annotations } of rules) {
      const [, command] = /^codex-cockpit (\S+)/.exec(annotations.next) ?? [];
      expect(known).toContain(command);
    }
  });
});
