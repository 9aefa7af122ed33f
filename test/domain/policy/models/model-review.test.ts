import { describe, expect, it } from 'vitest';
import type { ModelPolicy } from '../../../../src/domain/policy/models/model-policy.ts';
import { reviewModels } from '../../../../src/domain/policy/models/model-review.ts';

const policy = (local: ModelPolicy['local']): ModelPolicy => ({ version: 1, local, scripts: [] });
const model = (slug: string, more: { visibility?: string; upgrade?: string } = {}) => ({
  slug,
  visibility: more.visibility ?? 'list',
  upgrade: more.upgrade ?? null,
});
const pin = {
  cli: '0.139.0',
  models: [
    model('gpt-5.5'),
    model('gpt-5.3-codex', { upgrade: 'gpt-5.4' }),
    model('codex-auto-review', { visibility: 'hide' }),
  ],
};
const candidate = { cli: '0.169.0', models: [model('gpt-6.1-sol'), model('gpt-5.5')] };

describe('a model policy beside catalogs', () => {
  it('is good when every allowed model is listed everywhere', () => {
    expect(
      reviewModels(policy({ allowed: ['gpt-5.5'] }), { configured: [], catalogs: [pin, candidate] }),
    ).toEqual({
      models: [
        {
          slug: 'gpt-5.5',
          standings: [
            { cli: '0.139.0', state: 'listed', successor: null },
            { cli: '0.169.0', state: 'listed', successor: null },
          ],
          allowedIn: [undefined],
          configured: [],
        },
      ],
      problems: [],
      verdict: 'pass',
    });
  });

  it.each([
    [
      'a model that the candidate no longer has',
      'gpt-5.3-codex',
      'fail',
      '0.169.0 does not have gpt-5.3-codex',
    ],
    [
      'a model that is not for people',
      'codex-auto-review',
      'fail',
      '0.139.0 does not list codex-auto-review',
    ],
  ])('names %s', (_, slug, verdict, text) => {
    const review = reviewModels(policy({ allowed: ['gpt-5.5', slug] }), {
      configured: [],
      catalogs: [pin, candidate],
    });
    expect(review.verdict).toBe(verdict);
    expect(review.problems.map((one) => one.text)).toContain(text);
  });

  it('warns of a model that the pin moves on from', () => {
    expect(
      reviewModels(policy({ allowed: ['gpt-5.3-codex'] }), { configured: [], catalogs: [pin] }),
    ).toMatchObject({
      verdict: 'warn',
      problems: [{ verdict: 'warn', text: '0.139.0 moves gpt-5.3-codex on to gpt-5.4' }],
    });
  });
});

describe('a model policy beside the configuration', () => {
  const configured = [
    { slug: 'gpt-5.5', where: 'config.toml model' },
    { slug: 'gpt-6.1-sol', where: 'ci.config.toml model', profile: 'ci' },
    { slug: 'gpt-5.5', where: 'ci.config.toml review_model', profile: 'ci' },
  ];

  it('holds each profile to its own list, and every other layer to the common one', () => {
    const own = policy({ allowed: ['gpt-5.5'], profiles: { ci: ['gpt-6.1-sol'] } });
    const review = reviewModels(own, { configured, catalogs: [candidate] });
    expect(review.models).toMatchObject([
      { slug: 'gpt-5.5', allowedIn: [undefined], configured: [{ allowed: true }, { allowed: false }] },
      { slug: 'gpt-6.1-sol', allowedIn: ['ci'], configured: [{ allowed: true }] },
    ]);
    expect(review.problems).toEqual([
      { verdict: 'fail', text: 'gpt-5.5 in ci.config.toml review_model is not allowed' },
    ]);
  });

  it('shows a configured model that nobody allowed', () => {
    const review = reviewModels(policy({ allowed: ['gpt-5.5'] }), { configured, catalogs: [candidate] });
    expect(review.models.at(-1)).toMatchObject({ slug: 'gpt-6.1-sol', allowedIn: [] });
    expect(review.verdict).toBe('fail');
  });
});
