import { describe, expect, it } from 'vitest';
import {
  type InstructionFile,
  judgeChain,
  judgeChainSize,
  judgeEmptyOverrides,
} from '../../../../src/domain/checks/judge/instruction-chain.ts';
import { judgeCloudPolicy, judgeLocalPolicy } from '../../../../src/domain/checks/judge/model-policy.ts';
import { parseModelPolicy } from '../../../../src/domain/policy/model-policy.ts';

const file = (path: string, bytes = 100, more: Partial<InstructionFile> = {}): InstructionFile => ({
  path,
  bytes,
  override: path.includes('override'),
  empty: bytes === 0,
  ...more,
});

describe('the instruction chain', () => {
  const onDisk = [file('/r/AGENTS.md'), file('/r/pkg/AGENTS.md')];
  const judge = (loaded: readonly string[] | undefined) =>
    judgeChain({ onDisk, loaded, limit: 32_768 }).verdict;

  it.each([
    ['passes when everything on disk is loaded in order', ['/r/AGENTS.md', '/r/pkg/AGENTS.md'], 'pass'],
    ['fails when a file is left out', ['/r/AGENTS.md'], 'fail'],
    ['fails when the order is another', ['/r/pkg/AGENTS.md', '/r/AGENTS.md'], 'fail'],
    ['is skipped when the CLI does not say', undefined, 'skip'],
  ])('%s', (_, loaded, verdict) => {
    expect(judge(loaded)).toBe(verdict);
  });

  it('is skipped when there is nothing to load', () => {
    expect(judgeChain({ onDisk: [], loaded: [], limit: 1 }).verdict).toBe('skip');
  });

  it.each([
    ['passes below the limit', 1000, 'pass'],
    ['warns from 90 % on', 210, 'warn'],
    ['fails beyond it and names the files', 150, 'fail'],
  ])('size: %s', (_, limit, verdict) => {
    const judged = judgeChainSize({ onDisk, loaded: undefined, limit });
    expect(judged.verdict).toBe(verdict);
    if (verdict === 'fail') expect(judged.summary).toBe('cut or dropped: /r/pkg/AGENTS.md');
  });

  it('fails on an empty override by name', () => {
    expect(judgeEmptyOverrides([file('/r/AGENTS.override.md', 0)])).toMatchObject({
      verdict: 'fail',
      summary: 'empty override: /r/AGENTS.override.md',
    });
    expect(judgeEmptyOverrides([file('/r/AGENTS.override.md')]).verdict).toBe('pass');
  });
});

describe('the model policy', () => {
  const policy = parseModelPolicy(
    'version: 1\nlocal: { allowed: [gpt-5.5] }\ncloud: { statement: The workspace default, confirmed_by: Ada, confirmed_on: 2026-11-01 }\n',
    'model-policy.yaml',
  );
  const catalog = [{ slug: 'gpt-5.5', visibility: 'list', upgrade: null }];
  const local = (slugs: string[], models = catalog) =>
    judgeLocalPolicy(policy, {
      file: 'f',
      configured: slugs.map((slug) => ({ slug, where: 'config.toml model' })),
      catalog: models,
    }).verdict;
  const cloud = (given: Partial<typeof policy>, text = '') =>
    judgeCloudPolicy({ ...policy, ...given }, { file: 'f', scripts: [{ file: 'ci.sh', text }], catalog });

  it.each([
    ['passes when the configured model is allowed', () => local(['gpt-5.5']), 'pass'],
    ['fails when another is configured', () => local(['gpt-5.4']), 'fail'],
    ['fails when an allowed one is not in the catalog', () => local([], []), 'fail'],
    [
      'is skipped when there is none',
      () => judgeLocalPolicy(undefined, { file: 'f', configured: [], catalog }).verdict,
      'skip',
    ],
  ])('for local work %s', (_, judge, verdict) => {
    expect(judge()).toBe(verdict);
  });

  it('for the cloud passes when a person confirmed it', () => {
    expect(cloud({})).toMatchObject({
      verdict: 'pass',
      summary: expect.stringContaining('Ada on 2026-11-01'),
    });
  });

  it('for the cloud asks a person when nobody did', () => {
    expect(cloud({ cloud: undefined }).verdict).toBe('manual');
  });

  it('for the cloud fails when it is a local slug', () => {
    const stated = { statement: 'Use gpt-5.5 for tasks', confirmed_by: 'Ada', confirmed_on: '2026-11-01' };
    expect(cloud({ cloud: stated })).toMatchObject({
      verdict: 'fail',
      actual: 'the cloud policy names the local slug gpt-5.5',
    });
  });

  it.each([
    ['codex -m gpt-5.5 cloud exec --env e', true],
    ['codex cloud exec --model gpt-5.5', true],
    ['codex -c model="gpt-5.5" cloud exec', true],
    ['codex cloud exec \\\n  --env e \\\n  -m gpt-5.5', true],
    ['codex cloud exec --env e', false],
    ['# codex -m gpt-5.5 cloud exec', false],
    ['codex exec -m gpt-5.5 "cloudy"', false],
  ])('for the cloud: the line %j passes a model: %s', (text, found) => {
    expect(cloud({}, `set -e\n${text}\n`)).toMatchObject(
      found
        ? { verdict: 'fail', actual: 'a model is passed to codex cloud at ci.sh:2' }
        : { verdict: 'pass' },
    );
  });

  it('that is malformed is refused with file, line and field', () => {
    expect(() => parseModelPolicy('version: 1\nlocal: { alowed: [x] }\n', 'p.yaml')).toThrow(
      /p\.yaml:2:\d+: local\.alowed: unknown field; did you mean "allowed"/,
    );
  });
});
