import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import type { MetricsView } from '../../../src/domain/metrics/view.ts';
import { renderMetricsHtml } from '../../../src/report/metrics/html.ts';
import { hostileTexts } from '../../support/exported.ts';
import {
  figureOf,
  missingFigure,
  pairedOf,
  seriesOf,
  viewOf,
  withheldOf,
} from '../../support/metrics-view.ts';

const page = (groups?: MetricsView['groups']) =>
  renderMetricsHtml({ view: viewOf(groups), at: '2026-11-22T05:00:00.000Z', by: 'team', historySize: 1234 });

/** The charts of a page, parsed. */
function chartsOf(html: string) {
  return [...html.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) => {
    const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    const all = (name: string) => [...(root?.getElementsByTagName(name) ?? [])];
    return {
      label: root?.getAttribute('aria-label'),
      titles: all('title').map(({ textContent }) => textContent),
      columns: all('rect').map((rect) => ({
        x: Number(rect.getAttribute('x')),
        height: Number(rect.getAttribute('height')),
      })),
      dots: all('circle').map((dot) => ({
        x: Number(dot.getAttribute('cx')),
        y: Number(dot.getAttribute('cy')),
      })),
      lines: all('path').map((path) => path.getAttribute('d') ?? ''),
      names: [...new Set(all('*').map(({ tagName }) => tagName))],
    };
  });
}

describe('the page of the metrics', () => {
  it('shows quality beside adoption, each with n, source, lag, grade and what was before', () => {
    const html = page();
    const order = [
      'quality beside adoption',
      '2026-10-24 to 2026-11-22',
      '<h2>Everybody</h2>',
      '>Quality</h3>',
      '<strong>91.5 %</strong>',
      '↑ 3.5 better, before 88 %; n 340; by hand; up to date; observed',
      '>Adoption</h3>',
      '<strong>1,204 sessions</strong>',
      '<td>○ missing</td>',
      '<h2>Definitions</h2>',
      'Verifications that passed, of all that were run.',
    ];
    const places = order.map((words) => html.indexOf(words));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
  });

  it('draws a chart of each figure that has a value, and none of what is missing', () => {
    const labels = chartsOf(page()).map(({ label }) => label);
    expect(labels).toEqual(['Verification pass rate: 91.5 %', 'Sessions: 1,204 sessions']);
  });

  it('draws the days at the same places on both sides, and leaves days open of which nothing is known', () => {
    const series = seriesOf([4, null, 8]);
    const [rate, count] = chartsOf(
      page([
        pairedOf({
          quality: [figureOf('defect-rate', { series, before: null })],
          adoption: [figureOf('turns', { series })],
        }),
      ]),
    );
    const days = ['2026-10-24: 4', '2026-10-26: 8'];
    expect(rate?.titles).toEqual(days.map((day) => `${day} %`));
    expect(count?.titles).toEqual(days.map((day) => `${day} turns`));
    const [first, third] = rate?.dots ?? [];
    const [column, other] = count?.columns ?? [];
    expect(count?.columns).toHaveLength(2);
    // A dot is in the middle of its day, where a column begins.
    expect(Math.abs((third?.x ?? 0) - (first?.x ?? 0) - ((other?.x ?? 0) - (column?.x ?? 0)))).toBeLessThan(
      1,
    );
    expect(first?.x).toBeGreaterThan(column?.x ?? 0);
    expect((other?.height ?? 0) / (column?.height ?? 1)).toBeCloseTo(2);
    // Each day is a stroke of its own: no line leads over the gap.
    expect(rate?.lines.filter((line) => /^M\S+M/.test(line))).toHaveLength(1);
  });

  it('says so where a figure is known for the whole window alone', () => {
    const html = page([pairedOf({ adoption: [figureOf('code-reviews', { value: 15, series: [] })] })]);
    expect(html).toContain('Known for the whole window alone, not for single days.');
    expect(chartsOf(html)).toHaveLength(1);
  });

  it('names in place of withheld adoption what is missing and what would add it, and no number', () => {
    const html = page([withheldOf()]);
    expect(html).toContain('<strong>Withheld:</strong> Sessions, Turns');
    expect(html).toContain('No figure of quality of team payments from 2026-10-24 to 2026-11-22.');
    expect(html).toContain('<code>codex-cockpit metric add defect-rate 3 --n 100 --team payments');
    expect(chartsOf(html)).toEqual([]);
    expect(html).not.toContain('<figure>');
  });

  it('marks a figure that nobody changed anything for', () => {
    const html = page([pairedOf({ quality: [figureOf('incident-count', { noise: true })] })]);
    expect(html).toContain('Incidents <em>noise?</em>');
    expect(html).toContain('<td>Incidents noise?</td>');
  });

  it('draws so many groups that it can be opened, and has tables of the others', () => {
    const html = page(
      Array.from({ length: 62 }, (_, place) => pairedOf({ scope: { team: `team ${place}` } })),
    );
    expect(html.match(/<svg /g)).toHaveLength(120);
    expect(html.match(/<td>1,204 sessions<\/td>/g)).toHaveLength(62);
  });

  it('says of whom the quality is where nobody counts it by surface', () => {
    expect(page([pairedOf({ scope: { surface: 'ide' }, qualityScope: {} })])).toContain(
      'Quality of everybody',
    );
  });

  it('runs nothing, fetches nothing, and sets its colours for light, dark and paper', () => {
    const html = page();
    expect(html).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none'`);
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|url\(|@import|<script|<link|<img| on\w+=| src=| href=/,
    );
    expect(html).toMatch(/:root\{--quality:#\w+;--adoption:#\w+\}/);
    expect(html).toMatch(
      /@media screen and \(prefers-color-scheme:dark\)\{:root\{--quality:#\w+;--adoption:#\w+\}\}/,
    );
    expect(html).toMatch(/@page\{size:A4/);
    expect(chartsOf(html).flatMap(({ names }) => names)).toEqual(
      expect.arrayContaining(['g', 'line', 'rect', 'circle', 'path', 'text']),
    );
  });

  it.each(hostileTexts)('lets a name do nothing: %j', (name) => {
    const groups = [
      pairedOf({
        scope: { team: name },
        quality: [figureOf('defect-rate'), missingFigure('incident-count')],
      }),
      withheldOf({ scope: { repository: name }, missing: name, remedies: [name] }),
    ];
    const html = page(groups);
    const names = new Set([...html.matchAll(/<\/?([a-zA-Z0-9!]+)/g)].map(([, tag]) => tag));
    const plain = new Set([...page().matchAll(/<\/?([a-zA-Z0-9!]+)/g)].map(([, tag]) => tag));
    expect([...names].filter((tag) => !plain.has(tag))).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
