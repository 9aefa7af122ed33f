import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFeatures } from '../../../../../src/domain/upgrade/baseline/parse-answers.ts';
import { featureFacts } from '../../../../../src/domain/upgrade/rehearsal/surface/features.ts';

const listed = (version: string) =>
  parseFeatures(readFileSync(`test/fixtures/codex/features-${version}.txt`, 'utf8')) ?? {};

const [old, later] = [listed('0.139.0'), listed('0.169.0')];

const shown = (facts: ReturnType<typeof featureFacts>, key: string) =>
  facts.find((fact) => fact.key === key)?.value;

describe('the facts of features', () => {
  it('say stage and default, and leave out the rows of removed ones', () => {
    const facts = featureFacts(later, { inEffect: undefined, set: [] });
    expect(shown(facts, 'multi_agent')).toBe('deprecated, on by default');
    expect(shown(facts, 'personality')).toBeUndefined();
  });

  it.each([
    [
      { child_agents_md: { stage: 'under development', enabled: true } },
      'child_agents_md',
      true,
      'obeyed: on',
    ],
    [later, 'child_agents_md', true, 'ignored: there is no such feature'],
    [later, 'personality', true, 'ignored: the feature was removed'],
    [old, 'code_mode_host', false, 'ignored: there is no such feature'],
    [old, 'multi_agent', false, 'not obeyed: it is on'],
  ] as const)('say what becomes of a setting', (features, name, value, effect) => {
    const set = [{ name, value, file: 'dev.config.toml', line: 3, listed: features }];
    const facts = featureFacts(features, { inEffect: undefined, set });
    expect(facts.find(({ key }) => key === `${name} = ${value} in dev.config.toml`)).toMatchObject({
      value: effect,
      ofTeam: true,
      raw: `dev.config.toml:3: ${name} = ${value}`,
    });
  });

  it('concern the team where a feature is on in its sessions or is set, and no other', () => {
    const facts = featureFacts(old, {
      inEffect: { ...old, goals: { stage: 'stable', enabled: false } },
      set: [{ name: 'memories', value: false, file: 'config.toml', line: 1, listed: old }],
    });
    expect(facts.find(({ key }) => key === 'memories')?.ofTeam).toBe(true);
    expect(facts.find(({ key }) => key === 'shell_tool')?.ofTeam).toBeUndefined();
    expect(facts.find(({ key }) => key === 'shell_tool in effect')).toMatchObject({
      value: 'on',
      ofTeam: true,
      partOf: 'shell_tool',
    });
    expect(facts.map(({ key }) => key)).not.toContain('goals in effect');
  });

  it('put no name into a script that means something to a shell', () => {
    const name = "x'; touch /tmp/owned; '";
    const [fact] = featureFacts(
      {},
      { inEffect: undefined, set: [{ name, value: true, file: 'config.toml', line: 1, listed: {} }] },
    );
    expect(fact?.witness).toBeUndefined();
  });
});
