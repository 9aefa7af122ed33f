import { describe, expect, it } from 'vitest';
import { observeRequirements } from '../../../../src/codex/rehearsal/surface/requirements.ts';
import { observeRules } from '../../../../src/codex/rehearsal/surface/rules.ts';
import { observeSandbox } from '../../../../src/codex/rehearsal/surface/sandbox.ts';
import { tryWitness } from '../../../../src/codex/rehearsal/try-witness.ts';
import { bin } from '../../../support/cockpit.ts';
import { fakeCodex } from '../../../support/fake-codex.ts';
import { areaIn, observeOnce, valuesIn } from '../../../support/observe-once.ts';
import { canMount } from '../../../support/private-etc.ts';
import { rehearsedTeam } from '../../../support/rehearsed-team.ts';
import { canSandbox } from '../../../support/sandbox.ts';
import { realCodex } from '../../../support/world.ts';

describe('the rules of a team on the real 0.139.0', () => {
  it('decide of every command that stands in them', async () => {
    const seen = await observeOnce(observeRules);
    expect(areaIn(seen, 'rules')).toMatchObject({ errors: [], gaps: [] });
    expect([...valuesIn(seen, 'rules')]).toEqual([
      ['rules/default.rules', 'read'],
      ['git status', 'allow'],
      ['git diff', 'allow'],
      ['git log', 'allow'],
      ['git push --force', 'forbidden'],
      ['npm publish', 'prompt'],
    ]);
  });

  it('are a refusal, and not gone, when the CLI reads none', async () => {
    const codex = fakeCodex({ when: ['help'] }, { when: ['execpolicy'], exit: 1, stderr: 'Error: no\n' });
    const values = valuesIn(await observeOnce(observeRules, { codex }), 'rules');
    expect(values.get('rules/default.rules')).toBe('refused: Error: no');
  });
});

describe.runIf(canMount)('the requirements of the real 0.139.0', () => {
  it('are known or ignored, key by key', async () => {
    const seen = await observeOnce(observeRequirements);
    const values = valuesIn(seen, 'requirements');
    expect(areaIn(seen, 'requirements').errors).toEqual([]);
    expect(values.get('allowed_sandbox_modes')).toBe('known');
    expect(values.get('permissions')).toBe('known');
    expect(values.get('allow_remote_control')).toBe('not known: ignored');
    expect([...values.values()].filter((value) => value === 'known').length).toBeGreaterThanOrEqual(21);
  });

  it('are an error when the app-server does not answer', async () => {
    const codex = fakeCodex({ when: ['app-server'], exit: 1, stderr: 'out of luck\n' });
    const { facts, errors } = areaIn(await observeOnce(observeRequirements, { codex }), 'requirements');
    expect([facts, errors]).toEqual([[], ['codex app-server: out of luck']]);
  });
});

describe.runIf(canSandbox)('the sandbox of the real 0.139.0', () => {
  it('is tried under the profiles of the team and the built-in ones, and its cells are shown again by their witnesses', async () => {
    const team = rehearsedTeam('team');
    const { facts, gaps, errors } = areaIn(await observeOnce(observeSandbox, { team }), 'sandbox');
    expect([gaps, errors]).toEqual([[], []]);
    const wheres = new Set(facts.map(({ where }) => where).filter((where) => where !== undefined));
    expect([...wheres].sort()).toEqual([':read-only', ':workspace', 'dev']);
    expect(facts.find(({ key }) => key === 'profile dev')).toMatchObject({
      value: 'commands run',
      ofTeam: true,
    });
    expect(facts.filter(({ where }) => where === 'dev').length).toBeGreaterThan(20);
    const surroundings = {
      cockpit: [process.execPath, bin],
      ...{ environment: team.environment, signal: new AbortController().signal },
    };
    const keys = ['profile dev', 'namespaces', 'net.bind', 'write.outside'];
    const ours = facts.filter(({ key, where }) => keys.includes(key) && (where ?? 'dev') === 'dev');
    expect(ours).toHaveLength(keys.length);
    for (const { key, witness } of ours) {
      const tried =
        witness && (await tryWitness(witness, { pin: realCodex, candidate: '/bin/false' }, surroundings));
      expect([key, tried]).toMatchObject([key, { pin: { exit: 0 }, confirmed: true }]);
    }
  });
});
