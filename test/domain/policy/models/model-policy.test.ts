import { describe, expect, it } from 'vitest';
import { parseModelPolicy } from '../../../../src/domain/policy/models/model-policy.ts';

const local = 'version: 1\nlocal:\n  allowed: [gpt-5.5]\n';
const cloud = 'cloud:\n  statement: The default\n  confirmed_by: Ada\n  confirmed_on: 2026-11-01\n';
const parse = (text: string) => parseModelPolicy(text, 'p.yaml');

describe('a model policy', () => {
  it('is what may be used locally, and of the cloud only what a person confirmed', () => {
    expect(parse(local)).toEqual({ version: 1, local: { allowed: ['gpt-5.5'] }, scripts: [] });
    expect(parse(local + cloud).cloud).toEqual({
      statement: 'The default',
      confirmed_by: 'Ada',
      confirmed_on: '2026-11-01',
    });
  });

  it('names the scripts to search', () => {
    expect(parse(`${local}scripts: [ci/nightly.sh]\n`).scripts).toEqual(['ci/nightly.sh']);
  });

  it.each([
    ['allows nothing', 'version: 1\nlocal: { allowed: [] }\n', /^p\.yaml:2:19: local\.allowed: Too small/],
    ['has no local part', 'version: 1\n', /^p\.yaml:1:1: local: Invalid input/],
    [
      'is confirmed by nobody',
      local + cloud.replace('Ada', '" "'),
      /^p\.yaml:6:17: cloud\.confirmed_by: Too small/,
    ],
    [
      'is not confirmed on a day',
      local + cloud.replace('2026-11-01', 'yesterday'),
      /^p\.yaml:7:17: cloud\.confirmed_on: Invalid ISO date/,
    ],
    [
      'is confirmed on a day that was not',
      local + cloud.replace('11-01', '02-30'),
      /cloud\.confirmed_on: Invalid ISO date/,
    ],
    [
      'promises models of the cloud',
      `${local}cloud: { allowed: [x] }\n`,
      /cloud\.allowed: unknown field|cloud\.statement/,
    ],
    ['is of another form', local.replace('1', '2'), /^p\.yaml:1:10: version: Invalid input: expected 1/],
  ])('that %s is refused with its place', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});
