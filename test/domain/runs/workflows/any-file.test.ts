import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintPipelines } from '../../../../src/domain/runs/workflows/lint.ts';

const kinds = ['workflow', 'action', 'gitlab'] as const;
type Kind = (typeof kinds)[number];

const lint = (text: string, kind: Kind) =>
  lintPipelines([{ path: kind === 'action' ? 'a/action.yml' : 'a.yml', file: 'a.yml', kind, text }], {
    pin: '0.139.0',
  });

const folder = 'test/fixtures/workflows/rules';
const samples = readdirSync(folder).flatMap((name) =>
  readFileSync(join(folder, name), 'utf8')
    .split(/^=== .*\n/m)
    .slice(1),
);

/** A sample with a part replaced, doubled or taken out. */
const damaged = fc
  .record({
    text: fc.constantFrom(...samples),
    from: fc.nat(1000),
    length: fc.nat(40),
    put: fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        '"',
        "'",
        '${{',
        '}}',
        '$(',
        '`',
        '<<EOF\n',
        '\\\n',
        '&a ',
        '*a',
        '<<: *a\n',
        '[',
        '{',
        '|',
        '\r\n',
        '\t',
        '\0',
      ),
    ),
  })
  .map(({ text, from, length, put }) => text.slice(0, from) + put + text.slice(from + length));

describe('whatever is in a file', () => {
  it('is judged, and every finding is at a line of it', () => {
    fc.assert(
      fc.property(damaged, fc.constantFrom(...kinds), (text, kind) => {
        const { findings, notes } = lint(text, kind);
        const lines = text.split('\n').length;
        for (const { place } of [...findings, ...notes]) {
          expect(place.line).toBeGreaterThanOrEqual(1);
          expect(place.line).toBeLessThanOrEqual(lines);
          expect(place.column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is judged when it is no pipeline at all', () => {
    const values = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .dictionary(
          fc.constantFrom('on', 'jobs', 'runs', 'steps', 'script', 'include', 'extends'),
          fc.jsonValue(),
        )
        .map((one) => `# codex\n${JSON.stringify(one)}`),
    );
    fc.assert(
      fc.property(values, fc.constantFrom(...kinds), (text, kind) => lint(text, kind).findings.length >= 0),
      {
        numRuns: 150,
      },
    );
  });

  it.each([
    ['nesting', `codex: ${'['.repeat(50_000)}`],
    ['levels of blocks', Array.from({ length: 3000 }, (_, level) => `${' '.repeat(level)}codex:`).join('\n')],
    [
      'aliases of aliases',
      `a: &a [codex]\n${Array.from(
        { length: 30 },
        (_, at) =>
          `b${at}: &b${at} [${Array(10)
            .fill(at === 0 ? '*a' : `*b${at - 1}`)
            .join(', ')}]`,
      ).join('\n')}\n`,
    ],
  ])('is refused in one finding for too many %s', (_, text) => {
    const { findings } = lint(text, 'workflow');
    expect(findings.map(({ rule }) => rule)).toEqual(['broken-yaml']);
    expect(findings[0]?.message).toMatch(/too (?:deeply|large)/);
  });

  it('ends where an alias names what it is in, and where jobs extend each other', () => {
    expect(lint('jobs: &a\n  ask: *a\n  steps: [codex]\n', 'workflow').findings).toEqual([]);
    const loop = 'a:\n  extends: b\n  script: codex exec hi\nb:\n  extends: a\n';
    expect(lint(loop, 'gitlab').findings.map(({ rule }) => rule)).toContain('model-not-pinned');
  });

  it('is judged soon when a script has a thousand open quotes and parentheses', () => {
    const script = `          ${'$('.repeat(2000)}${'"$('.repeat(2000)} codex exec --yolo\n`;
    const text = `on: push\njobs:\n  ask:\n    steps:\n      - run: |\n${script}      - run: codex exec hi\n`;
    expect(lint(text, 'workflow').findings.length).toBeGreaterThan(0);
  });

  it('is judged up to a number of steps, and a note says that there are more', () => {
    const text = `on: push\njobs:\n  ask:\n    steps:\n${"      - run: codex exec --yolo 'hi'\n".repeat(5000)}`;
    const { findings, notes } = lint(text, 'workflow');
    expect(findings.filter(({ rule }) => rule === 'bypass')).toHaveLength(100);
    expect(notes.map(({ message }) => message)).toEqual([
      'what comes after 300 jobs, 1500 steps, 3000 commands of a step or 100 calls of codex exec',
    ]);
  });
});
