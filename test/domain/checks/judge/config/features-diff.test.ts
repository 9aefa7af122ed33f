import { describe, expect, it } from 'vitest';
import {
  type FeatureTrial,
  judgeDifferences,
  judgeFeatures,
} from '../../../../../src/domain/checks/judge/cli.ts';
import { parseFeatures } from '../../../../../src/domain/upgrade/baseline/parse-features.ts';
import { fixture } from '../../../../support/fixture.ts';
import { outcome, timeout } from '../../../../support/outcome.ts';

const real = (version: string) => fixture(`features-${version}.txt`);
const judge = (more: Partial<FeatureTrial> = {}) =>
  judgeFeatures({
    listed: outcome({ stdout: real('0.139.0') }),
    baseline: parseFeatures(real('0.139.0')),
    pin: '0.139.0',
    setByTeam: [],
    ...more,
  });
const on = (version: string) => outcome({ stdout: real(version) });

describe('features', () => {
  it('of the pin itself pass', () => {
    expect(judge()).toEqual({ verdict: 'pass', summary: 'the same as the features of 0.139.0' });
  });

  it('of 0.169.0 warn of the defaults that flipped and of what is gone, and of nothing new', () => {
    const judged = judge({ listed: on('0.169.0') });
    expect(judged).toMatchObject({ verdict: 'warn', expected: 'the features of 0.139.0' });
    expect(judged.actual).toContain('remote_plugin is now on by default');
    expect(judged.actual).toContain('personality is gone (was stable)');
    expect(judged.actual).not.toContain('is new');
    expect(judged.summary).toMatch(/^\d+ breaking differences from the features of 0\.139\.0$/);
  });

  it.each([
    ['is gone', 'child_agents_md'],
    ['is only a leftover of stage removed', 'personality'],
    ['never was, since the CLI says nothing of it', 'not_a_feature'],
  ])('fail when the team sets one that %s', (_, name) => {
    expect(judge({ listed: on('0.169.0'), setByTeam: ['apps', name] })).toMatchObject({
      verdict: 'fail',
      summary: `the configuration sets features that this CLI does not have: ${name}`,
      actual: expect.stringMatching(
        new RegExp(`^unknown or removed: ${name}; .*remote_plugin is now on by default`),
      ),
    });
  });

  it('fail for the team before a baseline is missed', () => {
    expect(judge({ baseline: undefined, setByTeam: ['not_a_feature'] }).verdict).toBe('fail');
    expect(judge({ baseline: undefined, setByTeam: ['apps'] })).toEqual({
      verdict: 'skip',
      summary: 'no baseline of 0.139.0 was recorded, so there is nothing to compare with',
    });
  });

  it('of a stage that nobody has heard of are compared as well', () => {
    const listed = outcome({ stdout: 'apps  in orbit  true\n' });
    expect(judge({ listed, baseline: { apps: { stage: 'stable', enabled: true } } }).verdict).toBe('pass');
  });

  it.each([
    ['the CLI does not answer', timeout],
    ['the CLI refuses', outcome({ code: 1, stdout: real('0.139.0') })],
    ['nothing is listed', outcome()],
    ['one line is no feature', outcome({ stdout: `${real('0.139.0')}WARNING: odd home\n` })],
  ])('are an error, not a pass, when %s', (_, listed) => {
    expect(judge({ listed }).verdict).toBe('error');
  });
});

describe('differences', () => {
  const difference = (text: string, breaking: boolean) => ({ part: 'features', text, breaking }) as const;

  it.each([
    ['pass when there are none', [], 'pass', 'the same as x'],
    [
      'pass when none takes anything away',
      [difference('a', false), difference('b', false)],
      'pass',
      'everything of x is there; 2 additions or changes',
    ],
    [
      'warn when one does',
      [difference('a', false), difference('b', true)],
      'warn',
      '1 breaking differences from x',
    ],
  ])('%s', (_, differences, verdict, summary) => {
    expect(judgeDifferences(differences, 'x')).toMatchObject({ verdict, summary });
  });

  it('name what breaks, each', () => {
    expect(
      judgeDifferences([difference('a', true), difference('b', false), difference('c', true)], 'x').actual,
    ).toBe('a; c');
  });
});
