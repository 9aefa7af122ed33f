import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { observeFeatures } from '../../../../src/codex/rehearsal/surface/features.ts';
import { observeModels } from '../../../../src/codex/rehearsal/surface/models.ts';
import { observeProtocol } from '../../../../src/codex/rehearsal/surface/protocol.ts';
import { fakeCodex } from '../../../support/fake-codex.ts';
import { areaIn, observeOnce, valuesIn } from '../../../support/observe-once.ts';
import { rehearsedTeam } from '../../../support/rehearsed-team.ts';

describe('the features of the real 0.139.0', () => {
  it('are seen with those that the team sets in config.toml and in a profile', async () => {
    const seen = await observeOnce(observeFeatures);
    const values = valuesIn(seen, 'features');
    expect(areaIn(seen, 'features')).toMatchObject({ errors: [], gaps: [] });
    expect(values.get('child_agents_md')).toBe('under development, off by default');
    expect(values.get('child_agents_md = true in config.toml')).toBe('obeyed: on');
    expect(values.get('child_agents_md in effect')).toBe('on');
    expect(values.get('code_mode_host = false in host.config.toml')).toBe(
      'ignored: there is no such feature',
    );
  });

  it('are still seen when the CLI refuses the configuration of the team, which is a gap', async () => {
    const team = rehearsedTeam('quiet');
    writeFileSync(join(team.teamHome, 'config.toml'), 'approval_policy = "nonsense"\n');
    const area = areaIn(await observeOnce(observeFeatures, { team }), 'features');
    expect(area.facts.length).toBeGreaterThan(40);
    expect(area.gaps).toEqual([
      {
        what: 'features under config.toml of the team',
        reason: expect.stringContaining('nonsense'),
        where: 'config.toml',
      },
    ]);
  });
});

describe('the models of the real 0.139.0', () => {
  it('are seen with those that the team names', async () => {
    const seen = await observeOnce(observeModels);
    const values = valuesIn(seen, 'models');
    expect(areaIn(seen, 'models')).toMatchObject({ errors: [], gaps: [] });
    expect(values.get('default model')).toBe('gpt-5.5');
    expect(values.get('gpt-5.4-mini in economy.config.toml')).toBe('listed');
    expect(values.get('effort low of gpt-5.4-mini in economy.config.toml')).toBe('supported');
    expect(values.get('gpt-6-sol for a client of this version')).toMatch(/^refused/);
  });

  it('are a gap that hides them on a version without a list', async () => {
    const codex = fakeCodex({ when: ['help'], exit: 2 });
    expect(areaIn(await observeOnce(observeModels, { codex }), 'models').gaps).toEqual([
      { what: 'the models', reason: 'this version does not list them offline', hidesAll: true },
    ]);
  });
});

describe('the protocol of the real 0.139.0', () => {
  it('is seen with methods, what they need, values and fields', async () => {
    const seen = await observeOnce(observeProtocol);
    const values = valuesIn(seen, 'protocol');
    expect(areaIn(seen, 'protocol').errors).toEqual([]);
    expect(values.get('request thread/rollback')).toBe('answered');
    expect(values.get('request thread/rollback needs')).toBe('numTurns, threadId');
    expect(values.get('value AskForApproval=on-failure')).toBe('taken');
    expect(values.get('field HookMetadata.key')).toBe('always there');
  });
});

describe('a CLI that fails', () => {
  it.each([
    ['features', observeFeatures, ['codex features list: killed by SIGSEGV']],
    ['models', observeModels, ['codex debug models --bundled: killed by SIGSEGV, no catalog']],
    ['protocol', observeProtocol, ['codex app-server generate-json-schema: killed by SIGSEGV']],
  ] as const)('is an error of %s, and nothing is called gone', async (area, observer, errors) => {
    const codex = fakeCodex({ when: ['help'] }, { when: [], signal: 'SIGSEGV' });
    expect(areaIn(await observeOnce(observer, { codex }), area).errors).toEqual(errors);
  });
});
