import { describe, expect, it } from 'vitest';
import { parseSetting } from '../../../../src/domain/policy/config/parse-setting.ts';

describe('a setting on the command line', () => {
  it.each([
    ['approval_policy=never', { approval_policy: 'never' }],
    ['approval_policy="never"', { approval_policy: 'never' }],
    ['features.plugins=false', { features: { plugins: false } }],
    ['project_doc_max_bytes = 20', { project_doc_max_bytes: 20 }],
    ['approval_policy={ granular = { rules = true } }', { approval_policy: { granular: { rules: true } } }],
    ['model=gpt-5.5', { model: 'gpt-5.5' }],
  ])('%s is read as the CLI reads it', (text, values) => {
    expect(parseSetting(text)).toEqual({ text, values });
  });

  it.each(['approval_policy', '=never', 'a b=c', 'model='])('%s is none', (text) => {
    expect(() => parseSetting(text)).toThrow(/this is not a setting/);
  });
});
