import { describe, expect, it } from 'vitest';
import type { CapturedRun } from '../../../../src/domain/runs/events.ts';
import { judgeRisk, parseRiskMatrix } from '../../../../src/domain/runs/gates/risk-matrix.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { shippedMatrix } from '../../../support/review-packs.ts';

const matrix = shippedMatrix();
const { policy } = capturedRun();
const risk = (paths: readonly string[], more: Partial<CapturedRun['policy']> = {}) =>
  judgeRisk(matrix, paths, [{ ...policy, ...more }]);

describe('the risk matrix that ships', () => {
  it.each([
    ['README.md', 'docs'],
    ['docs/images/a.png', 'docs'],
    ['test/slug.test.ts', 'tests'],
    ['src/slug.spec.js', 'tests'],
    ['pkg/thing_test.go', 'tests'],
    ['src/slug.ts', 'code'],
    ['a file without an ending', 'code'],
    ['package.json', 'dependencies'],
    ['web/pnpm-lock.yaml', 'dependencies'],
    ['requirements-dev.txt', 'dependencies'],
    ['Dockerfile', 'dependencies'],
    ['.github/workflows/ci.yml', 'ci'],
    ['.gitlab-ci.yml', 'ci'],
    ['.husky/pre-commit', 'ci'],
    ['AGENTS.md', 'policy'],
    ['services/pay/agents.md', 'policy'],
    ['.codex/config.toml', 'policy'],
    ['.github/codex/prompts/review.md', 'policy'],
    ['CODEOWNERS', 'policy'],
    ['db/migrations/0001_init.sql', 'migrations'],
    ['schema.sql', 'migrations'],
    ['.env.production', 'secrets'],
    ['deploy/key.pem', 'secrets'],
    ['config/secrets.yml', 'secrets'],
  ])('puts %s into %s', (path, expected) => {
    expect(risk([path]).class).toBe(expected);
  });

  it('is not misled by a name that git has to quote', () => {
    expect(risk(['".github/workflows/a\\"b.yml"']).class).toBe('ci');
    expect(risk(['".codex/a\\012.toml"']).class).toBe('policy');
  });

  it('asks for the most of all files of a change', () => {
    expect(risk(['README.md'])).toMatchObject({
      class: 'docs',
      level: 4,
      verification: false,
      review: false,
    });
    expect(risk(['README.md', 'src/a.ts', 'package.json'])).toMatchObject({
      ...{ class: 'dependencies', score: 7, level: 3, pack: true, verification: true, review: true },
    });
    expect(risk(['README.md', 'AGENTS.md']).level).toBe(2);
  });

  it.each<[string, Partial<CapturedRun['policy']>, number]>([
    ['full access', { sandbox: 'danger-full-access' }, 2],
    ['the network', { network: true }, 3],
    ['a sandbox that nobody knows', { sandbox: null }, 3],
    ['a sandbox of another name', { sandbox: 'custom' }, 3],
  ])('asks for more where the run had %s', (_, more, level) => {
    expect(risk(['README.md'], more)).toMatchObject({
      class: 'docs',
      level,
      review: true,
      verification: true,
    });
  });

  it('asks for nothing of a change without files', () => {
    expect(risk([], { sandbox: null })).toMatchObject({ class: 'none', score: 0, pack: false, reasons: [] });
  });

  it('lets nothing merge by itself', () => {
    expect([...matrix.classes, ...matrix.runs].every(({ level }) => level < 5)).toBe(true);
  });
});

describe('a risk matrix of a team', () => {
  const line = (id: string, paths: string) =>
    `  - { id: ${id}, title: T, paths: [${paths}], risk: 1, level: 1, pack: true, verification: true, review: true, why: w }\n`;
  const parse = (text: string) => parseRiskMatrix({ text, file: 'matrix.yaml' });

  it('is read, and its lines count in their order', () => {
    const own = parse(`version: 1\nclasses:\n${line('web', '"web/**"')}${line('rest', '"**"')}`);
    expect(judgeRisk(own, ['web/a.md'], []).class).toBe('web');
    expect(judgeRisk(own, ['a.md'], []).class).toBe('rest');
  });

  it.each([
    [
      'a field that is misspelt',
      `version: 1\nclases: []\n`,
      'matrix.yaml:2:9: clases: unknown field; did you mean "classes"?',
    ],
    [
      'a level that is none',
      `version: 1\nclasses:\n${line('a', '"**"').replace('level: 1', 'level: 6')}`,
      'matrix.yaml:3:55: classes[0].level: Too big',
    ],
    [
      'a name twice',
      `version: 1\nclasses:\n${line('a', 'b')}${line('a', '"**"')}`,
      'matrix.yaml:4:11: classes[1].id: "a" is repeated',
    ],
    [
      'a last class that does not name everything',
      `version: 1\nclasses:\n${line('a', 'b')}`,
      'the last class must name **',
    ],
    [
      'a class that no file reaches',
      `version: 1\nclasses:\n${line('a', '"**"')}${line('b', '"**"')}`,
      'matrix.yaml:3:31: classes[0].paths: only the last class',
    ],
    [
      'a line about runs without a condition',
      `version: 1\nclasses:\n${line('a', '"**"')}runs:\n${line('b', '').replace('paths: []', 'when: {}')}`,
      'name sandbox or network',
    ],
  ])('is refused for %s, with file, line and field', (_, text, words) => {
    expect(() => parse(text)).toThrow(words);
  });
});
