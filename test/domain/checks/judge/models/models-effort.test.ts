import { describe, expect, it } from 'vitest';
import { judgeEfforts, parseEfforts } from '../../../../../src/domain/checks/judge/models.ts';

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
