import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cockpit } from '../../support/cockpit.ts';
import { exampleRequirements } from '../../support/policy-cases.ts';
import { canMount } from '../../support/private-etc.ts';
import { realCodex } from '../../support/world.ts';

function project(files: Record<string, string>) {
  const program = cockpit({ CODEX_COCKPIT_CODEX: realCodex });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(program.cwd, name, '..'), { recursive: true });
    writeFileSync(join(program.cwd, name), text);
  }
  return program;
}

describe.skipIf(!canMount)('policy lint', () => {
  it('shows both verdicts, and exits 1 for a key that only we know to be mistyped', async () => {
    const { run } = project({ 'requirements.toml': '# ours\nallowed_sandbox_mode = ["read-only"]\n' });
    expect(await run('policy', 'lint', 'requirements.toml')).toMatchObject({
      code: 1,
      stderr: '',
      stdout: `requirements.toml as requirements for codex-cli 0.139.0
  ours     ✘ fail    1 finding
  the CLI  ✔ pass    accepts it

  requirements.toml:2:1: allowed_sandbox_mode: 0.139.0 does not know this key; did you mean "allowed_sandbox_modes"? [ignored]
      Write allowed_sandbox_modes.
`,
    });
  });

  it('exits 0 for the example of the documentation', async () => {
    const { run } = project({ 'requirements.toml': exampleRequirements.rules });
    expect(await run('policy', 'lint', 'requirements.toml')).toMatchObject({ code: 0 });
  });

  it('gives a program the place, the field and the remedy', async () => {
    const { json } = project({ 'team.toml': 'enforce_residency = "eu"\n' });
    expect(await json('policy', 'lint', 'team.toml', '--kind', 'requirements')).toEqual({
      format: 'codex-cockpit/policy-lint',
      version: 1,
      file: 'team.toml',
      kind: 'requirements',
      cli_version: '0.139.0',
      keys_of: '0.139.0',
      verdict: 'fail',
      findings: [
        {
          effect: 'refused',
          field: 'enforce_residency',
          line: 1,
          column: 21,
          message: '"eu" is no value that 0.139.0 knows',
          remedy: 'Use one of: us.',
        },
      ],
      cli: { verdict: 'fail', message: 'unknown variant `eu`, expected `us`', line: 1, column: 21 },
    });
  });
});

describe.skipIf(!canMount)('policy explain', () => {
  const files = {
    'system.toml': 'allowed_approval_policies = ["untrusted"]\n[experimental_network]\nenabled = false\n',
    'cloud.toml': 'allowed_web_search_modes = []\n',
  };

  it('answers in words, with the layer and line of each requirement', async () => {
    const { run } = project(files);
    const asked = ['--system', 'system.toml', '--cloud', 'cloud.toml', '--set', 'approval_policy=never'];
    const { code, stdout } = await run('policy', 'explain', ...asked);
    expect(code).toBe(0);
    expect(stdout).toMatch(/allowed_web_search_modes +\[\] +cloud-managed .*cloud\.toml:1:1/);
    expect(stdout).toMatch(
      /approval_policy +never \(--set\) +-> untrusted +never is not allowed.*the CLI says so too/,
    );
    expect(stdout).toContain('a session was started on the merged requirements');
  });

  it('answers a program, without the secrets of the files', async () => {
    const { json } = project({ 'mdm.toml': 'guardian_policy_config = "use sk-proj-abcdefghijkl"\n' });
    expect(await json('policy', 'explain', '--mdm', 'mdm.toml')).toMatchObject({
      format: 'codex-cockpit/policy-explain',
      requirements: [{ field: 'guardian_policy_config', value: 'use sk-proj-[redacted]' }],
      session: { type: 'started', given: 'the merged requirements' },
    });
  });

  it('refuses a setting with a key that the CLI does not know', async () => {
    const { run } = project(files);
    expect(await run('policy', 'explain', '--set', 'sandbox_mod=read-only')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /--set sandbox_mod=read-only: sandbox_mod: .*did you mean "sandbox_mode"/,
      ),
    });
  });

  it('exits 1 under a policy that lets no session start', async () => {
    const { run } = project({ 'system.toml': 'allowed_sandbox_modes = []\n' });
    const { code, stdout } = await run('policy', 'explain', '--system', 'system.toml');
    expect(code).toBe(1);
    expect(stdout).toContain('no session under this policy');
  });
});

describe('policy keys', () => {
  it('names what is new in a version, and says which version was not tried', async () => {
    const { run, json } = project({});
    expect(await run('policy', 'keys', '--to', '0.160.0')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/config\.toml, from 0\.139\.0 to 0\.160\.0\n(.*\n)* +new +goals\n/),
    });
    expect(await json('policy', 'keys', '--to', '0.150.0')).toMatchObject({
      format: 'codex-cockpit/policy-keys',
      files: [{ file: 'config.toml', not_tried: '0.150.0' }, { file: 'requirements.toml' }],
    });
    expect(await run('policy', 'keys', '--to', 'new')).toMatchObject({ code: 2 });
  });
});

describe('policy who', () => {
  const files = {
    'policy-map.yaml': `version: 1
groups: { strict: { members: [ada@example.com] }, all: { members: [ada@example.com] } }
rules:
  - { group: strict, policy: p/strict.toml }
  - { group: all, policy: p/all.toml }
`,
    'p/strict.toml': 'allowed_sandbox_modes = ["read-only"]\n',
    'p/all.toml': 'allowed_approval_policies = ["on-request"]\n',
  };

  it('names the first rule that matches and what it leaves open', async () => {
    const { run } = project(files);
    expect(await run('policy', 'who', '--user', 'ada@example.com')).toMatchObject({
      code: 0,
      stdout: `ada@example.com
  in the groups: strict, all
  gets p/strict.toml by the rule for strict (policy-map.yaml:4:5)
    allowed_sandbox_modes  ["read-only"]
  ignored: p/all.toml for all (policy-map.yaml:5:5); only the first match applies
  not set: allowed_approval_policies; the rule for all sets it, but does not apply
`,
    });
  });

  it('shows a mistyped key as ignored, and exits 1', async () => {
    const { run, json } = project({ ...files, 'p/all.toml': 'allowed_approval_policy = ["never"]\n' });
    expect(await run('policy', 'who', '--group', 'all')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /allowed_approval_policy +\["never"\] +\[ignored\]\n.*all\.toml:1:1: .*did you mean "allowed_approval_policies"/s,
      ),
    });
    expect(await json('policy', 'who', '--group', 'all')).toMatchObject({
      findings: [{ effect: 'ignored', field: 'allowed_approval_policy', line: 1 }],
    });
  });

  it('takes no name for a user', async () => {
    const { run } = project(files);
    expect(await run('policy', 'who', '--user', 'ada')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean ada@example.com?'),
    });
  });

  it('exits 1 when no policy applies, and 2 when nobody is named', async () => {
    const { run, json } = project(files);
    expect(await run('policy', 'who', '--user', 'eve@example.com')).toMatchObject({ code: 1 });
    expect(await json('policy', 'who', '--user', 'eve@example.com')).toMatchObject({
      applies: { by: 'nothing', file: null, fields: null },
    });
    expect(await run('policy', 'who')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('policy', 'who', '--group', 'strct')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "strict"?'),
    });
  });
});

describe('policy models', () => {
  it('keeps the sides apart, and shows the newest attestation', async () => {
    const { run, json } = project({
      'model-policy.yaml':
        'version: 1\nlocal: { allowed: [gpt-5.5] }\ncloud: { statement: The default, confirmed_by: Ada, confirmed_on: 2020-01-01 }\n',
    });
    const before = await run('policy', 'models');
    expect(before).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no person with a role has attested'),
    });
    expect(await run('init', '--name', 'Acme', '--as', 'ada@example.com')).toMatchObject({ code: 0 });
    expect(await run('policy', 'models', 'attest', '--as', 'ada@example.com')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^ada@example\.com attested what was seen on [\d-]+, until [\d-]+: The default\n$/,
      ),
    });
    expect(await json('policy', 'models')).toMatchObject({
      format: 'codex-cockpit/policy-models',
      catalogs: ['0.139.0'],
      local: { verdict: 'pass', models: [{ slug: 'gpt-5.5', allowed_in: [null] }] },
      cloud: {
        verdict: 'pass',
        attested: { by: 'ada@example.com', summary: expect.stringContaining('seen on') },
      },
    });
  });

  it('records nothing in a read-only session', async () => {
    const { run } = project({});
    expect(await run('policy', 'models', 'attest', '--statement', 'x', '--read-only')).toMatchObject({
      code: 2,
    });
  });

  it('exits 1 for an allowed model that there is not', async () => {
    const { run } = project({ 'model-policy.yaml': 'version: 1\nlocal: { allowed: [gpt-0] }\n' });
    expect(await run('policy', 'models')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('0.139.0 does not have gpt-0'),
    });
  });
});
