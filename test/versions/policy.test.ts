import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { explainPolicy } from '../../src/app/policy/explain-policy.ts';
import { lintPolicyFile } from '../../src/app/policy/lint-policy.ts';
import { isConfirmed } from '../../src/domain/policy/policy-explanation.ts';
import { ourVerdict } from '../../src/domain/policy/policy-report.ts';
import { exampleRequirements, refusedRequirements } from '../support/policy-cases.ts';
import { canMount } from '../support/private-etc.ts';
import { testWorld } from '../support/world.ts';
import { installVersion } from './install-version.ts';

const { signal } = new AbortController();

describe.skipIf(!canMount)('policy on the real 0.169.0', () => {
  let codex: string;
  beforeAll(() => {
    codex = installVersion('0.169.0');
  }, 180_000);

  const lint = async (text: string, name = 'requirements.toml') => {
    const world = testWorld();
    writeFileSync(join(world.cwd, name), text);
    return lintPolicyFile(world, { file: name, codex, signal });
  };

  it.each(refusedRequirements)('is refused by both of us for $what', async ({ text }) => {
    const { findings, cli } = await lint(text);
    expect(ourVerdict(findings)).toBe('fail');
    expect(cli.type).toBe('refused');
  });

  it.each(Object.values(exampleRequirements))(
    'is taken by both of us as the documentation has it',
    async (text) => {
      const { findings, cli } = await lint(text);
      expect(ourVerdict(findings)).not.toBe('fail');
      expect(cli).toMatchObject({ type: 'accepted' });
    },
  );

  it('names a mistyped key on both sides: this version warns of it', async () => {
    const { findings, cli } = await lint('allowed_sandbox_mode = ["read-only"]');
    expect(findings).toMatchObject([{ effect: 'ignored', remedy: 'Write allowed_sandbox_modes.' }]);
    expect(cli).toMatchObject({
      type: 'accepted',
      warnings: [expect.stringContaining('`allowed_sandbox_mode` is ignored')],
    });
  });

  it('refuses approval_policy = "untrusted" in a config.toml, on both sides', async () => {
    const { findings, cli } = await lint('approval_policy = "untrusted"\n', 'config.toml');
    expect(findings).toMatchObject([{ effect: 'refused', field: 'approval_policy' }]);
    expect(cli).toMatchObject({ type: 'refused', message: expect.stringContaining('no longer supported') });
  });

  it('knows every key that this version knows, as it warns of none of them', async () => {
    const text = `additional_developer_instructions = "x"
allow_browser_and_computer_use = false
allow_login_shell = false
allow_remote_control = false
allowed_chatgpt_workspaces = ["w"]
allowed_login_methods = ["chatgpt"]
chatgpt_base_url = "https://chatgpt.example/"
check_for_update_on_startup = false
cli_auth_credentials_store = "file"
guardian_extra_policy = "x"
[auto_review]
required_on_models = ["gpt-5.5"]
[computer_use]
allow_persistent_approval = false
[feedback]
enabled = false
[in_app_browser]
allow_external_browser_settings_import = false
[marketplaces]
restrict_to_allowed_sources = true
[models.new_thread]
model = "gpt-5.5"
[windows]
require_mxc = false
`;
    const { findings, cli } = await lint(text);
    expect(findings).toEqual([]);
    expect(cli.type === 'accepted' && cli.warnings.filter((one) => one.includes('is ignored'))).toEqual([]);
  });

  it('gets what we say it gets, on-failure read as on-request included', async () => {
    const world = testWorld();
    writeFileSync(
      join(world.cwd, 'system.toml'),
      'allowed_approval_policies = ["on-failure", "untrusted"]\nallowed_sandbox_modes = ["read-only"]\n',
    );
    writeFileSync(join(world.cwd, 'managed.toml'), 'sandbox_mode = "workspace-write"\n');
    const explanation = await explainPolicy(world, {
      system: 'system.toml',
      managed: 'managed.toml',
      set: ['approval_policy=never'],
      codex,
      signal,
    });
    const setting = (key: string) => explanation.settings.find((one) => one.key === key);
    expect(setting('approval_policy')).toMatchObject({ gets: 'on-request', seen: { type: 'same' } });
    expect(setting('sandbox_mode')).toMatchObject({ gets: 'workspace-write', seen: { type: 'same' } });
    expect(isConfirmed(explanation)).toBe(true);
  });
});
