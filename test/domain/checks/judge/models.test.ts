import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RecordedEvidence } from '../../../../src/domain/base/evidence.ts';
import {
  judgeCatalog,
  judgeCloudPolicy,
  judgeEfforts,
  judgeLocalPolicy,
  parseEfforts,
} from '../../../../src/domain/checks/judge/models.ts';
import type { ModelPolicy } from '../../../../src/domain/policy/models/model-policy.ts';
import { baselineSchema } from '../../../../src/domain/upgrade/baseline/baseline.ts';

describe('the models that the team has configured', () => {
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

describe('reasoning efforts', () => {
  const efforts = new Map([
    ['gpt-5.5', ['low', 'medium', 'high']],
    ['gpt-5.4', ['low', 'xhigh']],
  ]);
  const where = 'config.toml model_reasoning_effort';
  const judge = (effort: string, slug?: string) => judgeEfforts(efforts, [{ effort, slug, where }]);

  describe('a configured reasoning effort', () => {
    it('passes when its model knows it', () => {
      expect(judge('high', 'gpt-5.5')).toEqual({ verdict: 'pass', summary: `known: high in ${where}` });
      expect(judgeEfforts(efforts, []).verdict).toBe('pass');
    });

    it('fails when its model does not, though another one does', () => {
      expect(judge('xhigh', 'gpt-5.5')).toMatchObject({
        verdict: 'fail',
        expected: 'gpt-5.5: low, medium, high',
        actual: `xhigh in ${where}`,
      });
    });

    it('is held against all models when none is configured', () => {
      expect(judge('xhigh').verdict).toBe('pass');
      expect(judge('ultra').verdict).toBe('fail');
    });
  });

  describe('the efforts of a catalog', () => {
    it('are read in both forms', () => {
      const stdout = JSON.stringify({
        models: [
          { slug: 'a', supported_reasoning_levels: [{ effort: 'low', description: 'x' }] },
          { slug: 'b', supported_reasoning_levels: ['high'] },
        ],
      });
      expect(parseEfforts(stdout)).toEqual(
        new Map([
          ['a', ['low']],
          ['b', ['high']],
        ]),
      );
      expect(parseEfforts('no')).toBeUndefined();
    });
  });
});

describe('the model policy', () => {
  const file = 'model-policy.yaml';
  const policy: ModelPolicy = {
    version: 1,
    local: { allowed: ['gpt-5.5', 'gpt-5.4'] },
    cloud: { statement: 'The default of the workspace', confirmed_by: 'Ada', confirmed_on: '2026-11-01' },
    scripts: [],
  };
  const model = (slug: string, visibility = 'list') => ({ slug, visibility, upgrade: null });
  const catalog = [model('gpt-5.5'), model('gpt-5.4'), model('codex-auto-review', 'hide')];

  describe('the local model policy', () => {
    const judge = (
      slugs: readonly string[],
      more: { policy?: ModelPolicy; catalog?: typeof catalog | undefined } = {},
    ) =>
      judgeLocalPolicy(more.policy ?? policy, {
        file,
        configured: slugs.map((slug) => ({ slug, where: 'config.toml model' })),
        catalog: 'catalog' in more ? more.catalog : catalog,
      });

    it.each([
      ['the configured model is allowed', ['gpt-5.4'], 'the local policy is met: gpt-5.4'],
      ['no model is configured', [], 'the local policy is met: no model is configured'],
    ])('holds when %s', (_, slugs, summary) => {
      expect(judge(slugs)).toEqual({ verdict: 'pass', summary });
    });

    it('names every model that is not allowed, with its place', () => {
      expect(judge(['gpt-5.5', 'gpt-4', 'o9'])).toEqual({
        verdict: 'fail',
        summary: 'the local model policy is not met',
        expected: 'configured and listed models among gpt-5.5, gpt-5.4',
        actual: 'gpt-4 in config.toml model is not allowed; o9 in config.toml model is not allowed',
      });
    });

    it('does not hold when it allows a model that nobody can choose: hidden, or gone with the upgrade', () => {
      const allowed = { ...policy, local: { allowed: ['gpt-5.5', 'codex-auto-review', 'gpt-5.2'] } };
      expect(judge(['gpt-5.5'], { policy: allowed }).actual).toBe(
        'codex-auto-review is allowed but not in the catalog of this CLI; gpt-5.2 is allowed but not in the catalog of this CLI',
      );
    });

    it('is not held against a catalog that the CLI does not show', () => {
      expect(judge(['gpt-5.5'], { catalog: undefined }).verdict).toBe('pass');
    });

    it('may be another one in a profile', () => {
      const own: ModelPolicy = { ...policy, local: { allowed: ['gpt-5.5'], profiles: { ci: ['gpt-5.4'] } } };
      const configured = (profile?: string) => [{ slug: 'gpt-5.4', where: 'a file', profile }];
      expect(judgeLocalPolicy(own, { file, configured: configured('ci'), catalog }).verdict).toBe('pass');
      expect(judgeLocalPolicy(own, { file, configured: configured('dev'), catalog }).actual).toBe(
        'gpt-5.4 in a file is not allowed',
      );
      expect(judgeLocalPolicy(own, { file, configured: configured(), catalog }).verdict).toBe('fail');
    });

    it('is skipped where there is none, by the name of the file', () => {
      expect(judgeLocalPolicy(undefined, { file, configured: [], catalog })).toEqual({
        verdict: 'skip',
        summary: 'there is no model policy: model-policy.yaml is not a file',
      });
    });
  });

  const seen: RecordedEvidence = {
    kind: 'review',
    key: 'models.cloud',
    version: '',
    seq: 7,
    at: '2026-11-02T10:00:00.000Z',
    actor: 'ada@example.com',
    has_role: 1,
    outcome: 'good',
    digest: '',
    source: '',
    good_until: '2027-01-31T00:00:00.000Z',
    summary: 'The default of the workspace',
  };
  const now = new Date('2026-11-21T12:00:00Z');

  describe('the cloud model policy', () => {
    const judge = (text: string, given: ModelPolicy | undefined = policy) =>
      judgeCloudPolicy(given, { file, scripts: [{ file: 'ci.sh', text }], catalog, attested: seen, now });
    const states = (statement: string) =>
      judge('', { ...policy, cloud: { statement, confirmed_by: 'Ada', confirmed_on: '2026-11-01' } });

    it.each([
      ['codex cloud exec --env e -m gpt-5.5', 1],
      ['codex cloud exec --env e --model=gpt-5.5', 1],
      ["codex cloud exec -c 'model=gpt-5.5' --env e", 1],
      ['codex cloud exec --config model="gpt-5.5"', 1],
      ['set -e; codex -m gpt-5.5 cloud list', 1],
      ['if true; then\n  (codex --model x cloud exec)\nfi', 2],
      ['codex cloud exec \\\r\n  --env e \\\r\n  --model x', 1],
    ])('fails for a script that passes a model: %j', (text, line) => {
      expect(judge(text)).toMatchObject({
        verdict: 'fail',
        actual: `a model is passed to codex cloud at ci.sh:${line}`,
      });
    });

    it.each([
      'codex cloud exec --env e --attempts 2 --branch main',
      '   # codex cloud exec -m gpt-5.5',
      'codex exec -m gpt-5.5 "tidy up"',
      'mycodex cloud -m x',
      'gcloud compute ssh -m x',
      'codex cloud exec --env e\ncodex exec -m gpt-5.5 hi',
      'codex cloud exec --env model=prod',
      '',
    ])('leaves a script alone that passes none: %j', (text) => {
      expect(judge(text).verdict).toBe('pass');
    });

    it.each([
      ['Use gpt-5.5.', true],
      ['gpt-5.4: never! gpt-5.5?', true],
      ['Use gpt-5.5, please', true],
      ['Only "gpt-5.4" and (gpt-5.5)', true],
      ['codex-auto-review reviews', true],
      ['Never gpt-5.55', false],
      ['Whatever the workspace offers', false],
    ])('names a local slug in its statement %j: %s', (statement, named) => {
      expect(states(statement).verdict).toBe(named ? 'fail' : 'pass');
    });

    it('names every fault at once', () => {
      const mixed = {
        ...policy,
        cloud: { statement: 'gpt-5.5', confirmed_by: 'Ada', confirmed_on: '2026-11-01' },
      };
      expect(judge('codex cloud exec -m x\n\ncodex cloud exec -m y', mixed).actual).toBe(
        'the cloud policy names the local slug gpt-5.5; a model is passed to codex cloud at ci.sh:1; a model is passed to codex cloud at ci.sh:3',
      );
    });

    it.each([
      [
        'nobody attested, though the file names Ada',
        undefined,
        /no person with a role .*Ada on 2026-11-01, which is no/,
      ],
      ['somebody without a role did', { ...seen, has_role: 0 as const }, /no person with a role/],
      [
        'it was seen too long ago',
        { ...seen, good_until: '2026-11-21T00:00:00.000Z' },
        /of ada@example\.com expired on 2026-11-21/,
      ],
    ])('asks a person when %s', (_, attested, summary) => {
      const judged = judgeCloudPolicy(policy, { file, scripts: [], catalog, attested, now });
      expect(judged).toMatchObject({
        verdict: 'manual',
        summary: expect.stringMatching(summary),
        remedy: expect.stringContaining('policy models attest'),
      });
    });

    it('names who attested, and until when that counts', () => {
      expect(judge('')).toEqual({
        verdict: 'pass',
        summary: 'separate from the local policy; attested by ada@example.com, until 2027-01-31',
      });
    });

    it('refuses a day in the future, whoever attested', () => {
      const ahead = {
        ...policy,
        cloud: { statement: 'The default', confirmed_by: 'Ada', confirmed_on: '2030-01-01' },
      };
      expect(judge('', ahead)).toMatchObject({
        verdict: 'fail',
        actual: 'confirmed_on 2030-01-01 is in the future',
      });
    });

    it('is never confirmed by a person while a script says otherwise', () => {
      expect(judge('codex cloud exec -m x', { ...policy, cloud: undefined }).verdict).toBe('fail');
    });

    it('is skipped where there is none', () => {
      const given = { file, scripts: [], catalog, attested: undefined, now };
      expect(judgeCloudPolicy(undefined, given).verdict).toBe('skip');
    });
  });
});
