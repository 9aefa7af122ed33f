import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FAILURE_REASONS,
  FAMILIES,
  FAMILY_NAMES,
  sampleName,
} from '../../../../src/domain/runs/observe/families.ts';
import type { ObservedHistory } from '../../../../src/domain/runs/observe/observed-history.ts';
import { takeSnapshot } from '../../../../src/domain/runs/observe/snapshot.ts';
import {
  type ExpositionFormat,
  renderExposition,
  renderExpositionJson,
} from '../../../../src/report/runs/observe/exposition.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { observedHistory } from '../../../support/observed.ts';
import { parseText } from '../../../support/prometheus-text.ts';

const render = (
  format: ExpositionFormat,
  history: ObservedHistory = observedHistory(),
  byRepository = false,
) => renderExposition(takeSnapshot(history, { byRepository }), format);

describe('the metrics as the text format of Prometheus', () => {
  it('are read by an independent parser, each family with its type and help', async () => {
    const read = parseText(await render('prometheus'));
    expect(read.map(({ name, type, help }) => ({ name, type, help }))).toEqual(
      FAMILY_NAMES.map((name) => ({
        name: sampleName(name),
        type: FAMILIES[name].type.toUpperCase(),
        help: FAMILIES[name].help,
      })),
    );
    const failures = read.find(({ name }) => name === 'codex_exec_failures_total');
    expect(failures?.metrics).toContainEqual({ value: '1', labels: { reason: 'test_failed' } });
    expect(await render('prometheus')).not.toMatch(/EOF|UNIT|_created/);
  });

  it('have nothing of a rollout that was not started', async () => {
    const text = await render('prometheus', observedHistory({ rollout: undefined }));
    expect(text).not.toMatch(/codex_pin_|codex_phase_|codex_items/);
    parseText(text);
  });

  it('keep text from outside inside of its label', async () => {
    const repository = 'a"} 1\n# EOF\nevil_total{x="\\';
    const git = { repository, branch: null, base: null, head: null, dirty: false };
    const history = observedHistory({ runs: [capturedRun({ git })] });
    const read = parseText(await render('prometheus', history, true));
    expect(read.map(({ name }) => name)).not.toContain('evil_total');
    const runs = read.find(({ name }) => name === 'codex_exec_runs_total');
    expect(runs?.metrics.map(({ labels }) => labels?.repository)).toContain('a"} 1 # EOF evil_total{x="\\');
  });

  it('count durations into buckets that add up', async () => {
    const durations = fc.array(fc.nat(8_000_000), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(durations, async (milliseconds) => {
        const runs = milliseconds.map((duration_ms, at) => capturedRun({ run: `run-${at}`, duration_ms }));
        const text = await render('prometheus', observedHistory({ runs }));
        // The parser joins the histograms of all labels, so the samples are read here.
        const buckets = [...text.matchAll(/_bucket\{le="([^"]+)",mode="local"\} (\d+)/g)].map(
          ([, bound, counted]) => ({
            bound: Number(bound?.replace('+Inf', 'Infinity')),
            count: Number(counted),
          }),
        );
        const expected = buckets.map(({ bound }) => ({
          bound,
          count: milliseconds.filter((one) => one / 1000 <= bound).length,
        }));
        expect(buckets).toEqual(expected);
        expect(buckets.at(-1)).toEqual({ bound: Number.POSITIVE_INFINITY, count: milliseconds.length });
        expect(text).toContain(`_count{mode="local"} ${milliseconds.length}\n`);
        const sum = milliseconds.reduce((all, one) => all + one / 1000, 0);
        expect(Number(/_sum\{mode="local"\} (\S+)/.exec(text)?.[1])).toBeCloseTo(sum, 3);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the metrics as OpenMetrics', () => {
  it('end with EOF and have units, and nothing of it is foreign to a parser', async () => {
    const text = await render('openmetrics');
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    expect(text.match(/EOF/g)).toHaveLength(1);
    expect(text).not.toMatch(/\n\n|^# (HELP|TYPE) \S+_total /m);
    expect(text).toContain(
      '# TYPE codex_exec_duration_seconds histogram\n# UNIT codex_exec_duration_seconds seconds\n',
    );
    expect(parseText(text).map(({ name }) => name)).toEqual(
      expect.arrayContaining(FAMILY_NAMES.filter((name) => FAMILIES[name].type !== 'counter')),
    );
  });

  it('say since when each counter and histogram counts, and write bounds as floating-point numbers', async () => {
    const created = Date.UTC(2026, 10, 20, 12) / 1000;
    const lines = (await render('openmetrics', observedHistory(), true)).split('\n');
    for (const [at, line] of lines.entries()) {
      const [, name, labels = ''] = /^(\w+?)_(?:total|count)(\{.*\})? /.exec(line) ?? [];
      if (name !== undefined) expect(lines[at + 1]).toBe(`${name}_created${labels} ${created}`);
    }
    expect(lines.filter((line) => line.includes('_created')).length).toBeGreaterThan(20);
    const bounds = new Set(lines.flatMap((line) => /le="([^"]+)"/.exec(line)?.[1] ?? []));
    expect([...bounds]).toEqual([
      ...['1.0', '2.5', '5.0', '10.0', '30.0', '60.0', '120.0', '300.0', '600.0', '1200.0', '1800.0'],
      ...['3600.0', '+Inf'],
    ]);
  });
});

describe('the metrics for a program', () => {
  it('have every family with its samples', async () => {
    const snapshot = takeSnapshot(observedHistory(), { byRepository: false });
    const { format, version, families } = JSON.parse(await renderExpositionJson(snapshot));
    expect({ format, version }).toEqual({ format: 'codex-cockpit/metric-samples', version: 1 });
    expect(families.map(({ name }: { name: string }) => name)).toEqual(FAMILY_NAMES);
    expect(families[3]).toMatchObject({ name: 'codex_exec_duration_seconds', unit: 'seconds' });
    expect(families[3].samples[0]).toEqual({
      name: 'codex_exec_duration_seconds_bucket',
      labels: { le: '1', mode: 'ci' },
      value: 0,
    });
  });
});

describe('the page about observability', () => {
  it('names every metric and every reason of a failure', () => {
    const page = readFileSync('docs/observability.md', 'utf8');
    for (const name of FAMILY_NAMES) expect(page).toContain(`\`${sampleName(name)}\``);
    for (const reason of FAILURE_REASONS) expect(page).toContain(`\`${reason}\``);
  });
});
