import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainPolicy } from '../../../src/app/policy/explain-policy.ts';
import { isConfirmed } from '../../../src/domain/policy/policy-explanation.ts';
import { plain } from '../../../src/report/base/paint.ts';
import { renderExplanation } from '../../../src/report/policy/policy-explanation.ts';
import { canMount } from '../../support/private-etc.ts';
import { realCodex, testWorld } from '../../support/world.ts';

type Files = Partial<Record<'cloud' | 'mdm' | 'managed' | 'system' | 'config', string>>;

/** Explains what these files make of a session, on the real CLI. */
async function explain(files: Files, set: readonly string[] = []) {
  const world = testWorld();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(world.cwd, `${name}.toml`), text);
  const named = Object.fromEntries(Object.keys(files).map((name) => [name, `${name}.toml`]));
  const signal = new AbortController().signal;
  const explanation = await explainPolicy(world, { ...named, set, codex: realCodex, signal });
  const setting = (key: string) => explanation.settings.find((one) => one.key === key);
  return { explanation, setting, world };
}

describe.skipIf(!canMount)('explaining policy, on the real CLI', () => {
  it('answers what a user who asks for everything really gets', async () => {
    const { explanation, setting } = await explain(
      {
        system:
          'allowed_approval_policies = ["untrusted", "on-request"]\nallowed_sandbox_modes = ["read-only"]\n',
        config: 'sandbox_mode = "danger-full-access"\nmodel = "gpt-5.5"\n',
      },
      ['approval_policy=never'],
    );
    expect(setting('approval_policy')).toMatchObject({
      asked: { value: 'never', by: '--set' },
      gets: 'untrusted',
      seen: { type: 'same' },
    });
    expect(setting('sandbox_mode')).toMatchObject({ gets: 'read-only', seen: { type: 'same' } });
    expect(setting('model')).toMatchObject({ gets: 'gpt-5.5', seen: { type: 'same' } });
    expect(explanation.session).toMatchObject({
      type: 'started',
      given: 'the files',
      warnings: expect.arrayContaining([expect.stringContaining('disallowed by requirements')]),
    });
    expect(isConfirmed(explanation)).toBe(true);
  });

  it('shows that a broken rules file puts the rules of requirements out of force too', async () => {
    const world = testWorld();
    writeFileSync(
      join(world.cwd, 'system.toml'),
      '[rules]\nprefix_rules = [{ pattern = [{ token = "rm" }], decision = "forbidden" }]\n',
    );
    mkdirSync(join(world.teamHome, 'rules'));
    writeFileSync(join(world.teamHome, 'rules', 'own.rules'), 'prefix_rule(\n');
    const { signal } = new AbortController();
    const explanation = await explainPolicy(world, { system: 'system.toml', codex: realCodex, signal });
    expect(explanation.brokenRules).toMatchObject([
      { file: join(world.teamHome, 'rules', 'own.rules'), reason: expect.stringContaining('Parse error') },
    ]);
    expect(isConfirmed(explanation)).toBe(false);
    expect(renderExplanation(explanation, plain)).toMatch(
      /No command rule is in force, not even those of requirements/,
    );
  });

  it('reads what device management has in base64', async () => {
    const toml = '# by MDM\nallowed_approval_policies = ["on-request"]\n';
    const { explanation } = await explain({ mdm: `${Buffer.from(toml).toString('base64')}\n` });
    expect(explanation.merged.fields).toMatchObject([
      {
        path: ['allowed_approval_policies'],
        value: ['on-request'],
        origins: [{ layer: 'MDM', place: { line: 2 } }],
      },
    ]);
  });

  it('shows that the legacy managed config loosens the system file', async () => {
    const { explanation, setting } = await explain({
      system: 'allowed_sandbox_modes = ["read-only"]\n',
      managed: '# legacy\nsandbox_mode = "workspace-write"\n',
    });
    expect(setting('sandbox_mode')).toMatchObject({ gets: 'workspace-write', seen: { type: 'same' } });
    expect(explanation.merged.fields).toMatchObject([
      {
        path: ['allowed_sandbox_modes'],
        origins: [{ layer: 'legacy managed config', place: { line: 2, column: 1 } }],
      },
    ]);
    expect(explanation.merged.unused).toMatchObject([{ origin: { layer: 'system file' } }]);
  });

  it('gives the CLI what was merged when a layer cannot be given as a file', async () => {
    const { explanation, setting } = await explain(
      {
        cloud: 'allowed_approval_policies = ["untrusted"]\n',
        managed: 'approval_policy = "on-request"\n',
        system: '[allowed_permission_profiles]\n":read-only" = true\n":workspace" = true\n',
      },
      ['approval_policy=never', 'default_permissions=":workspace"'],
    );
    expect(setting('approval_policy')).toMatchObject({
      asked: { by: 'legacy managed config' },
      gets: 'untrusted',
      seen: { type: 'same' },
    });
    expect(setting('default_permissions')).toMatchObject({ gets: ':workspace', seen: { type: 'same' } });
    expect(explanation.session).toMatchObject({ given: 'the merged requirements' });
  });

  it('shows a mistyped key as a finding, and not as a requirement that holds', async () => {
    const { explanation, setting } = await explain(
      { system: 'allowed_approval_policy = ["untrusted"]\nenforce_residency = "us"\n' },
      ['approval_policy=never'],
    );
    expect(explanation.merged.fields.map(({ path }) => path)).toEqual([['enforce_residency']]);
    expect(explanation.findings).toMatchObject([{ effect: 'ignored', field: 'allowed_approval_policy' }]);
    expect(setting('approval_policy')).toMatchObject({ gets: 'never', seen: { type: 'same' } });
    expect(isConfirmed(explanation)).toBe(false);
  });

  it('tells that the CLI does not start under a policy that it refuses', async () => {
    const { explanation } = await explain({ system: 'allowed_sandbox_modes = ["workspace-write"]\n' });
    expect(explanation.session).toMatchObject({
      type: 'refused',
      message: expect.stringContaining("must include 'read-only'"),
    });
    expect(isConfirmed(explanation)).toBe(false);
  });

  it('starts none of the servers and hooks that the files name', async () => {
    const marker = join(testWorld().root, 'started');
    const server = `[mcp_servers.x]\ncommand = "touch"\nargs = [${JSON.stringify(marker)}]\n`;
    const { explanation, world } = await explain({
      config: server,
      managed: server,
      system: '[features]\nplugins = false\n',
    });
    expect(explanation.session.type).toBe('started');
    expect(() => readdirSync(marker)).toThrow('ENOENT');
    expect(readdirSync(world.teamHome)).toEqual([]);
  });
});

describe('explaining policy', () => {
  it("takes the user's own configuration when none is named", async () => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), 'approval_policy = "never"\n');
    const signal = new AbortController().signal;
    const { settings, layers } = await explainPolicy(world, { codex: realCodex, signal });
    expect(settings.find(({ key }) => key === 'approval_policy')).toMatchObject({ asked: { by: 'user' } });
    expect(layers[0]).toMatchObject({
      name: 'cloud-managed',
      file: undefined,
      note: expect.stringContaining('export it'),
    });
  });

  it('refuses a file that is not there, and one that is not valid TOML, with its place', async () => {
    const world = testWorld();
    const signal = new AbortController().signal;
    await expect(explainPolicy(world, { cloud: 'gone.toml', signal })).rejects.toThrow(
      /gone\.toml: cannot be read/,
    );
    writeFileSync(join(world.cwd, 'broken.toml'), 'a = 1\nb = = 2\n');
    await expect(explainPolicy(world, { mdm: 'broken.toml', signal })).rejects.toThrow(
      /broken\.toml:2:\d+: not TOML/,
    );
  });
});
