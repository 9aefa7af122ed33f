import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintPipelines } from '../../../../src/domain/runs/workflows/lint.ts';
import { RULES } from '../../../../src/domain/runs/workflows/rules/catalog.ts';

const folder = 'test/fixtures/workflows/rules';

/** A workflow of a fixture: `=== RULE bad|good [gitlab|action]`, then its text. */
type Case = { rule: string; isBad: boolean; kind: 'workflow' | 'gitlab' | 'action'; text: string };

const cases: readonly Case[] = readdirSync(folder).flatMap((name) =>
  readFileSync(join(folder, name), 'utf8')
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [head = '', ...lines] = part.split('\n');
      const [rule = '', verdict, kind = 'workflow'] = head.split(' ');
      return { rule, isBad: verdict === 'bad', kind: kind as Case['kind'], text: lines.join('\n') };
    }),
);

/** Lines that are marked: `# <-` marks its own line, each `^` of `# ^ ^` one of the lines before it. */
function markedLines(text: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => {
    if (/(?:#|\/\/) <-$/.test(line)) return [index + 1];
    const above = /# (\^(?: \^)*)$/.exec(line)?.[1]?.split(' ').length ?? 0;
    const first = above === 1 ? index : index + 2 - above;
    return Array.from({ length: above }, (_, at) => first + at);
  });
}

function linesOf(rule: string, { kind, text }: Pick<Case, 'kind' | 'text'>): readonly number[] {
  const { findings } = lintPipelines([{ path: 'x/action.yml', file: 'x.yml', kind, text }], {
    pin: '0.139.0',
  });
  const lines = findings.filter((one) => one.rule === rule).map(({ place }) => place.line);
  return [...new Set(lines)].toSorted((one, other) => one - other);
}

describe.each(RULES)('$id', ({ id }) => {
  const own = cases.filter(({ rule }) => rule === id);
  const bad = own.filter(({ isBad }) => isBad);
  const good = own.filter(({ isBad }) => !isBad);

  it('names the lines of bad workflows', () => {
    expect(bad).not.toEqual([]);
    for (const one of bad) {
      expect(markedLines(one.text)).not.toEqual([]);
      expect(linesOf(id, one), one.text).toEqual(markedLines(one.text));
    }
  });

  it('finds nothing in good ones', () => {
    expect(good).not.toEqual([]);
    for (const one of good) expect(linesOf(id, one), one.text).toEqual([]);
  });
});

it('has cases of rules that there are', () => {
  const ids = RULES.map(({ id }) => id);
  expect(cases.map(({ rule }) => rule).filter((rule) => !ids.includes(rule))).toEqual([]);
});
