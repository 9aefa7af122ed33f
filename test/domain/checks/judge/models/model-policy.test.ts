import { describe, expect, it } from 'vitest';
import type { RecordedEvidence } from '../../../../../src/domain/base/evidence.ts';
import { judgeCloudPolicy, judgeLocalPolicy } from '../../../../../src/domain/checks/judge/models.ts';
import type { ModelPolicy } from '../../../../../src/domain/policy/models/model-policy.ts';

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
    ['the configured model is allowed', ['gpt-5.4'], 'local policy holds: gpt-5.4'],
    ['no model is configured', [], 'local policy holds: no model is configured'],
  ])('holds when %s', (_, slugs, summary) => {
    expect(judge(slugs)).toEqual({ verdict: 'pass', summary });
  });

  it('names every model that is not allowed, with its place', () => {
    expect(judge(['gpt-5.5', 'gpt-4', 'o9'])).toEqual({
      verdict: 'fail',
      summary: 'the local model policy does not hold',
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
      /nobody with a role .*Ada on 2026-11-01, which is no/,
    ],
    ['somebody without a role did', { ...seen, has_role: 0 as const }, /nobody with a role/],
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
      summary: 'apart from the local policy; attested by ada@example.com, until 2027-01-31',
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
