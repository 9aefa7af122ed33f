import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProbeName } from '../../../../src/domain/checks/probe-params.ts';
import { runOn, shippedCheck } from '../../../support/bench.ts';
import { fakeCodex } from '../../../support/fake-codex.ts';
import { exampleRequirements } from '../../../support/policy-cases.ts';
import { canMount } from '../../../support/private-etc.ts';
import { realCodex, testWorld } from '../../../support/world.ts';

/** Runs a check of requirements on a CLI, the real one by default, with these files of the team. */
async function judge(
  name: Extract<ProbeName, `requirements.${string}`>,
  { requirements, config }: { requirements?: string; config?: string } = {},
  codex = realCodex,
) {
  const world = testWorld();
  if (requirements !== undefined) writeFileSync(join(world.cwd, 'r.toml'), requirements);
  if (config !== undefined) writeFileSync(join(world.teamHome, 'config.toml'), config);
  const action = { type: 'probe' as const, name, params: { requirements: 'r.toml' } };
  const { judgement } = await runOn(codex, world, shippedCheck(name, { action, timeoutMs: 60_000 }));
  expect(readdirSync(world.teamHome)).toEqual(config === undefined ? [] : ['config.toml']);
  return judgement;
}

describe.each([
  'requirements.parse',
  'requirements.unknown-keys',
  'requirements.effective',
  'requirements.mcp-allowlist',
] as const)('%s', (name) => {
  it('is skipped where there are no requirements, by the name of the file', async () => {
    expect(await judge(name)).toMatchObject({
      verdict: 'skip',
      summary: expect.stringMatching(/there are no requirements: .*r\.toml is not a file/),
    });
  });
});

describe('requirements.unknown-keys, for the real CLI', () => {
  it('fails a mistyped key that the CLI passes over', async () => {
    expect(
      await judge('requirements.unknown-keys', { requirements: 'allowed_sandbox_mode = []' }),
    ).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('did you mean "allowed_sandbox_modes"?'),
      remedy: 'Write allowed_sandbox_modes.',
    });
  });
});

describe.skipIf(!canMount)('requirements.parse, on the real CLI', () => {
  it.each(Object.values(exampleRequirements))(
    'passes an example of the documentation',
    async (requirements) => {
      expect(await judge('requirements.parse', { requirements })).toMatchObject({ verdict: 'pass' });
    },
  );

  it('fails what the CLI refuses, with the place in the file of the team', async () => {
    expect(
      await judge('requirements.parse', { requirements: '\nallowed_sandbox_modes = ["bogus"]\n' }),
    ).toMatchObject({
      verdict: 'fail',
      actual: expect.stringMatching(/r\.toml:2:26: unknown variant `bogus`/),
    });
  });
});

describe.skipIf(!canMount)('requirements.parse, on a CLI that says nothing', () => {
  it('proves nothing, so it is an error', async () => {
    const silent = fakeCodex({ when: ['app-server'] });
    expect(
      await judge('requirements.parse', { requirements: 'allowed_sandbox_modes = []' }, silent),
    ).toMatchObject({
      verdict: 'error',
      summary: expect.stringContaining('accepts requirements that are wrong, so it proves nothing'),
    });
  });
});

describe.skipIf(!canMount)('requirements.effective, on the real CLI', () => {
  it('passes when a session that asks for everything gets what is allowed', async () => {
    const requirements =
      'allowed_approval_policies = ["on-request"]\nallowed_sandbox_modes = ["read-only"]\n';
    expect(await judge('requirements.effective', { requirements })).toEqual({
      verdict: 'pass',
      summary:
        'asked for everything: approval_policy = never gets on-request; sandbox_mode = danger-full-access gets read-only',
    });
  });

  it('sees that required profiles and denied reads hold too', async () => {
    const profiles = '[allowed_permission_profiles]\n":read-only" = true\n":workspace" = true\n';
    const denied = '[permissions.filesystem]\ndeny_read = ["/secret"]\n';
    for (const requirements of [profiles, denied, profiles + denied]) {
      expect(await judge('requirements.effective', { requirements })).toMatchObject({ verdict: 'pass' });
    }
  });

  it('takes a session that is refused for one that gets nothing', async () => {
    const requirements = 'allowed_approval_policies = ["never"]\nallowed_sandbox_modes = ["read-only"]\n';
    expect(await judge('requirements.effective', { requirements })).toMatchObject({
      verdict: 'pass',
      summary: expect.stringContaining('sandbox_mode = danger-full-access gets no session'),
    });
  });

  it('is an error, and no pass, under requirements that let no session start', async () => {
    expect(
      await judge('requirements.effective', { requirements: 'allowed_sandbox_modes = ["workspace-write"]' }),
    ).toMatchObject({ verdict: 'error', actual: expect.stringContaining("must include 'read-only'") });
  });
});

describe.skipIf(!canMount)('requirements.mcp-allowlist, on the real CLI', () => {
  const requirements = '[mcp_servers.docs]\nidentity = { command = "docs-server" }\n';

  it('passes when only the listed server is on', async () => {
    const config =
      '[mcp_servers.docs]\ncommand = "docs-server"\n[mcp_servers.other]\nurl = "https://x.example/mcp"\n';
    expect(await judge('requirements.mcp-allowlist', { requirements, config })).toMatchObject({
      verdict: 'pass',
      summary: expect.stringMatching(/^enabled: docs; disabled: other, stranger-/),
    });
  });

  it('sees that a listed name does not let another program in', async () => {
    const config = '[mcp_servers.docs]\ncommand = "something-else"\n';
    expect(await judge('requirements.mcp-allowlist', { requirements, config })).toMatchObject({
      verdict: 'pass',
      summary: expect.stringMatching(/^enabled: none; disabled: docs, stranger-/),
    });
  });

  it('is skipped without an allowlist', async () => {
    expect(
      await judge('requirements.mcp-allowlist', { requirements: 'enforce_residency = "us"' }),
    ).toMatchObject({
      verdict: 'skip',
      summary: expect.stringContaining('no allowlist'),
    });
  });
});

describe('requirements.cloud', () => {
  it('always asks a person', async () => {
    const { judgement } = await runOn(realCodex, testWorld(), shippedCheck('requirements.cloud'));
    expect(judgement).toMatchObject({ verdict: 'manual', remedy: expect.stringContaining('attest') });
  });
});

describe('requirements.rules, on the real CLI', () => {
  it.each([
    [
      '[rules]\nprefix_rules = [{ pattern = [{ token = "git" }, { any_of = ["push", "commit"] }], decision = "prompt" }]\n',
      'pass',
    ],
    ['allowed_sandbox_modes = ["read-only"]\n', 'skip'],
    [
      '[rules]\nprefix_rules = [{ pattern = [{ token = "git" }], decision = "prompt", justification = "" }]\n',
      'fail',
    ],
    ['rules = ', 'error'],
  ])('%j: %s', async (requirements, verdict) => {
    expect(await judge('requirements.rules', { requirements })).toMatchObject({ verdict });
  });
});
