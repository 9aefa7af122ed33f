import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { observeConfig } from '../../../../src/codex/rehearsal/surface/config.ts';
import { fakeCodex } from '../../../support/fake-codex.ts';
import { areaIn, observeOnce, valuesIn } from '../../../support/observe-once.ts';
import { rehearsedTeam } from '../../../support/rehearsed-team.ts';

describe('the configuration of a team on the real 0.139.0', () => {
  it('is accepted in every layer, those of profiles and of folders below the project too', async () => {
    const seen = await observeOnce(observeConfig);
    const { facts, errors, gaps } = areaIn(seen, 'config');
    expect([errors, gaps]).toEqual([[], []]);
    const values = valuesIn(seen, 'config');
    expect(values.get('approval_policy in careful.config.toml, value in use')).toBe('as written');
    expect(values.get('approval_policy in tools/.codex/config.toml, value in use')).toBe('as written');
    expect(values.get('approval_policy in config.toml, value in use')).toBe('as written');
    const refused = facts.filter(({ value }) => value.startsWith('refused'));
    expect(refused.map(({ key, where, value }) => [key, where, value])).toEqual([
      [
        'features.code_mode_host in host.config.toml',
        'strict mode',
        'refused: unknown configuration field `features.code_mode_host`',
      ],
    ]);
    const dev = facts.find(({ key }) => key === 'permissions.dev.extends in config.toml');
    expect(dev?.witness?.files?.['$CODEX_HOME/config.toml']).toContain('default_permissions = "dev"');
  });

  it('names each refused setting, and reads the rest', async () => {
    const team = rehearsedTeam('quiet');
    writeFileSync(
      join(team.teamHome, 'config.toml'),
      'model = "gpt-5.5"\napproval_policy = "nonsense"\nprofile = "old"\n\n[features]\nno_such = true\n',
    );
    writeFileSync(join(team.teamHome, 'broken.config.toml'), 'model = [');
    const seen = await observeOnce(observeConfig, { team });
    const values = new Map(
      areaIn(seen, 'config').facts.map(({ key, where = '', value }) => [`${key} ${where}`.trim(), value]),
    );
    expect(values.get('approval_policy in config.toml usual mode')).toMatch(/^refused: .*nonsense/);
    expect(values.get('profile in config.toml usual mode')).toMatch(/^refused: .*no longer supported/);
    expect(values.get('model in config.toml usual mode')).toBe('accepted');
    expect(values.get('features.no_such in config.toml strict mode')).toMatch(/^refused: unknown/);
    expect(values.get('broken.config.toml')).toMatch(/^refused: /);
  });

  it('is an error when the app-server does not answer', async () => {
    const codex = fakeCodex({ when: ['app-server'], exit: 1, stderr: 'out of luck\n' });
    const { facts, errors } = areaIn(await observeOnce(observeConfig, { codex }), 'config');
    expect([facts, errors]).toEqual([[], ['codex app-server: out of luck']]);
  });
});
