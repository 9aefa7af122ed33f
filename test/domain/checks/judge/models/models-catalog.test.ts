import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeCatalog } from '../../../../../src/domain/checks/judge/models.ts';
import { baselineSchema } from '../../../../../src/domain/upgrade/baseline/baseline.ts';

const real =
  baselineSchema.parse(JSON.parse(readFileSync('data/baselines/0.139.0.json', 'utf8'))).models ?? [];
const models = [
  { slug: 'new', visibility: 'list', upgrade: null },
  { slug: 'old', visibility: 'list', upgrade: 'new' },
  { slug: 'shy', visibility: 'hide', upgrade: null },
];
const judge = (slugs: readonly string[], list = models) =>
  judgeCatalog(
    list,
    slugs.map((slug, index) => ({
      slug,
      where: index === 0 ? 'config.toml model' : 'team.config.toml model',
    })),
    '0.139.0',
  );

describe('the models that the team has configured', () => {
  it('pass when 0.139.0 really lists them', () => {
    expect(judge(['gpt-5.5'], real)).toEqual({ verdict: 'pass', summary: 'listed: gpt-5.5' });
  });

  it('fail when 0.139.0 really hides them', () => {
    expect(judge(['codex-auto-review'], real)).toMatchObject({
      verdict: 'fail',
      expected: expect.stringMatching(/^listed by 0\.139\.0: gpt-5\.5, gpt-5\.4,/),
    });
  });

  it('are not judged when another provider has them, and are named', () => {
    const own = { slug: 'qwen3-coder:30b', where: 'config.toml model', provider: 'ours' };
    const listed = { slug: 'new', where: 'team.config.toml model', provider: 'openai' };
    expect(judgeCatalog(models, [own], '0.139.0')).toEqual({
      verdict: 'pass',
      summary: 'only models of own providers, which have their own lists: qwen3-coder:30b of ours',
    });
    expect(judgeCatalog(models, [own, listed], '0.139.0').summary).toContain('listed: new; not judged');
    expect(judgeCatalog(models, [own, { ...listed, slug: 'gone' }], '0.139.0')).toMatchObject({
      verdict: 'fail',
      actual: 'gone in team.config.toml model',
    });
  });

  it('fail by name and place, each that is gone or hidden', () => {
    expect(judge(['gone', 'shy'])).toMatchObject({
      verdict: 'fail',
      summary: 'configured models are not listed: gone, shy',
      expected: 'listed by 0.139.0: new, old',
      actual: 'gone in config.toml model; shy in team.config.toml model',
    });
  });

  it('fail before they warn', () => {
    expect(judge(['old', 'gone']).verdict).toBe('fail');
    expect(judge([], []).verdict).toBe('warn');
  });

  it('warn of a successor, by name', () => {
    expect(judge(['new', 'old'])).toMatchObject({
      verdict: 'warn',
      actual: 'old in team.config.toml model -> new',
    });
  });

  it('warn when there are none, since the default moves with the version', () => {
    expect(judge([])).toMatchObject({ verdict: 'warn', actual: 'none', expected: 'a model in config.toml' });
  });
});
