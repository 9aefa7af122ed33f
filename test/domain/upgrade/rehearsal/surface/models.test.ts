import { describe, expect, it } from 'vitest';
import {
  catalogFacts,
  clientFacts,
  readCatalogModels,
} from '../../../../../src/domain/upgrade/rehearsal/surface/models.ts';

const levels = (...efforts: string[]) => efforts.map((effort) => ({ effort, description: '' }));

const models =
  readCatalogModels(
    JSON.stringify({
      models: [
        { slug: 'gpt-b', visibility: 'list', priority: 4, supported_reasoning_levels: levels('low') },
        {
          slug: 'gpt-a',
          visibility: 'list',
          priority: 1,
          default_reasoning_level: 'medium',
          supported_reasoning_levels: levels('low', 'medium'),
          upgrade: { model: 'gpt-b', migration_markdown: '' },
        },
        { slug: 'gpt-hidden', visibility: 'hide', priority: 0 },
      ],
    }),
  ) ?? [];

const named = (slug: string, effort?: string) => ({ slug, file: 'ci.config.toml', line: 2, effort });

describe('the facts of a model catalog', () => {
  it('name the listed model with the lowest priority as the default', () => {
    const facts = catalogFacts(models, { named: [], usesDefault: { model: true, effort: false } });
    expect(facts.find(({ key }) => key === 'default model')).toMatchObject({ value: 'gpt-a', ofTeam: true });
    expect(facts.find(({ key }) => key === 'effort of the default model')).toEqual({
      key: 'effort of the default model',
      value: 'medium',
    });
    expect(facts.find(({ key }) => key === 'successor of gpt-a')?.value).toBe('gpt-b');
    expect(facts.find(({ key }) => key === 'gpt-hidden')?.value).toBe('hidden');
  });

  it('say of a model that the team names whether it is there and takes the effort', () => {
    const all = [named('gpt-a', 'xhigh'), named('qwen3-coder:30b')];
    const facts = catalogFacts(models, { named: all, usesDefault: { model: false, effort: false } });
    expect(facts.filter(({ ofTeam }) => ofTeam).map(({ key, value }) => [key, value])).toEqual([
      ['gpt-a in ci.config.toml', 'listed'],
      ['effort xhigh of gpt-a in ci.config.toml', 'not supported'],
    ]);
  });

  it('is no catalog when it is something else', () => {
    expect(readCatalogModels('{"models": "none"}')).toBeUndefined();
  });
});

describe('a model that the service gives to newer clients only', () => {
  const factFor = (version: string, slug: string, minimal?: unknown) =>
    clientFacts(version, {
      fetched:
        minimal === undefined
          ? []
          : (readCatalogModels(JSON.stringify({ models: [{ slug, minimal_client_version: minimal }] })) ??
            []),
      named: [named(slug)],
    }).find(({ subjects }) => subjects?.[0]?.name === slug);

  it.each([
    ['0.139.0', 'gpt-6-sol', undefined, 'refused by the service: it wants 0.155.0 or later'],
    ['0.160.0', 'gpt-6-sol', undefined, 'not refused: the service wants 0.155.0 or later'],
    ['0.139.0', 'gpt-7', '0.150.0', 'refused by the service: it wants 0.150.0 or later'],
    ['0.139.0', 'gpt-7', [0, 124, 0], 'not refused: the service wants 0.124.0 or later'],
  ])('%s and %s', (version, slug, minimal, value) => {
    expect(factFor(version, slug, minimal)).toMatchObject({ value, ofTeam: true });
  });

  it('says nothing of a model whose version is not known', () => {
    expect(factFor('0.139.0', 'gpt-5.5')).toBeUndefined();
  });
});
