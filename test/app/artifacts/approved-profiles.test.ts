import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishArtifact } from '../../../src/app/artifacts/publish-artifact.ts';
import { approvedProfiles, readArtifacts } from '../../../src/app/artifacts/read-artifacts.ts';
import { reviseArtifact } from '../../../src/app/artifacts/revise-artifact.ts';
import { planSubmission, submitArtifact } from '../../../src/app/artifacts/submit-artifact.ts';
import { loadSuites } from '../../../src/app/checks/load-suite.ts';
import { runSuite } from '../../../src/app/checks/run-suite.ts';
import { validateSandbox } from '../../../src/app/sandbox/validate-sandbox.ts';
import { liveDifferences, matrixVerdict } from '../../../src/domain/sandbox/matrix/matrix.ts';
import { kindsText, teamWithKinds } from '../../support/artifacts.ts';
import { canSandbox } from '../../support/sandbox.ts';
import { customProfiles } from '../../support/sandbox-profiles.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const kinds = kindsText({
  id: 'approved-profiles',
  reviewers: '[security owner]',
  format: 'toml',
  publish_to: '.codex/config.toml',
});

async function checkApproved({ world, store }: Awaited<ReturnType<typeof teamWithKinds>>) {
  const suite = await loadSuites(world.cwd, []);
  for await (const event of runSuite(world, store, { suite, ids: ['sandbox.approved'], codex: realCodex })) {
    if (event.type === 'check-finished') return event.result;
  }
  throw new Error('the check did not finish');
}

describe.skipIf(!canSandbox)('the profiles to start from', () => {
  it('do what they say, by the helper and in a session', async () => {
    const text = readFileSync('data/artifacts/approved-profiles.toml', 'utf8')
      .replaceAll('"{{OTHER SECRET FOLDER}}"', '"~/.kube"')
      .replaceAll(/\{\{[^}]+\}\}/g, 'packages.example.com');
    const matrix = await validateSandbox(testWorld(), {
      profiles: ['work', 'look', 'install'],
      config: { file: 'approved-profiles.toml', text },
      live: true,
      outbound: 'none',
      codex: realCodex,
      signal: new AbortController().signal,
    });
    expect(matrix.trials.map(({ type }) => type)).toEqual(Array(6).fill('tried'));
    expect(matrixVerdict(matrix)).toBe('warn');
    expect(liveDifferences(matrix)).toEqual([]);
  });
});

const mistyped = `default_permissions = "work"
[permissions.work]
extends = ":workspace"
[permissions.work.filesytem]
"~/.ssh" = "deny"
[permissions.work.filesystem.":workspace_roots"]
"**/*.env" = "deny"
`;

describe('profiles with a mistyped header beside the right one', () => {
  it('are refused when they are submitted, by line and field, and nothing is recorded', async () => {
    const { world, store, as } = await teamWithKinds(kinds);
    const asked = { artifact: 'approved-profiles', file: 'p.toml' };
    await reviseArtifact(as('bob'), store, { ...asked, text: mistyped });
    const { tried } = await planSubmission(world, store, asked);
    expect(tried?.faults).toEqual([expect.stringMatching(/^approved-profiles:4:\d+: .*did you mean/)]);
    await expect(submitArtifact(as('ada'), store, asked)).rejects.toThrow(
      /does not do what it says:\n +approved-profiles:4:\d+: permissions\.work\.filesytem: .*did you mean "filesystem"/,
    );
    const artifacts = await readArtifacts(world, store);
    expect(artifacts.find(({ id }) => id === 'approved-profiles')?.newest?.awaits).toEqual([]);
  });

  it.skipIf(!canSandbox)('never validate green, since the secret stays readable', async () => {
    const matrix = await validateSandbox(testWorld(), {
      profiles: ['work'],
      config: { file: 'approved-profiles', text: mistyped },
      outbound: 'none',
      codex: realCodex,
      signal: new AbortController().signal,
    });
    const { trials, findings } = matrix;
    expect(findings).toMatchObject([{ field: 'permissions.work.filesytem', place: { line: 4 } }]);
    const [trial] = trials;
    expect(trial?.type === 'tried' && trial.cells.find(({ probe }) => probe === 'read:~/.ssh')).toMatchObject(
      {
        expected: 'denied',
        verdict: 'opens',
      },
    );
    expect(matrixVerdict(matrix)).toBe('fail');
  });
});

describe('policy in artifacts', () => {
  it.each([
    [
      'requirements',
      'toml',
      'requirements.toml',
      'allowed_sandbox_mode = ["read-only"]\n',
      'allowed_sandbox_mode',
    ],
    ['our-rules', 'rules', '.codex/rules/default.rules', 'prefix_rule(pattern=["git"\n', 'starlark error'],
  ])('%s are judged before they are submitted', async (id, format, publish_to, text, fault) => {
    const { store, as } = await teamWithKinds(
      kindsText({ id, reviewers: '[security owner]', format, publish_to }),
    );
    await reviseArtifact(as('bob'), store, { artifact: id, text, file: id });
    await expect(submitArtifact(as('ada'), store, { artifact: id })).rejects.toThrow(fault);
  });

  it.skipIf(!canSandbox)('is tried, and a person hears of it', async () => {
    const { store, as } = await teamWithKinds(kinds);
    const told: string[] = [];
    await reviseArtifact(as('bob'), store, {
      artifact: 'approved-profiles',
      text: customProfiles,
      file: 'p',
    });
    await submitArtifact(as('ada'), store, {
      artifact: 'approved-profiles',
      tell: (message) => told.push(message),
    });
    expect(told).toEqual(['approved-profiles was tried on codex-cli 0.139.0: dev, ro, netdev\n']);
  });
});

describe('profiles that a security owner approved', () => {
  it('are found in the configuration once they are published, and a change of them is found too', async () => {
    const all = await teamWithKinds(kinds);
    expect(await checkApproved(all)).toMatchObject({ verdict: 'skip' });

    await all.approved('approved-profiles', customProfiles);
    const repository = join(all.world.cwd, '.git');
    mkdirSync(repository);
    writeFileSync(join(repository, 'HEAD'), 'ref: refs/heads/main\n');
    await publishArtifact(all.as('bob'), all.store, {
      artifact: 'approved-profiles',
      repository: '.',
      overwrite: 'never',
    });
    expect(await checkApproved(all)).toMatchObject({ verdict: 'pass' });

    const home = join(all.world.teamHome, 'config.toml');
    mkdirSync(dirname(home), { recursive: true });
    writeFileSync(home, '[permissions.mine]\nextends = ":workspace"\n');
    expect(await checkApproved(all)).toMatchObject({
      verdict: 'fail',
      actual: 'permissions.mine: nobody approved this profile',
    });
  });

  it('can be tried before anybody has them', async () => {
    const { world, store, approved } = await teamWithKinds(kinds);
    await expect(approvedProfiles(world, store)).rejects.toThrow('no permission profiles are approved');
    await approved('approved-profiles', customProfiles);
    const config = await approvedProfiles(world, store);
    if (!canSandbox) return;
    const matrix = await validateSandbox(world, {
      profiles: ['dev'],
      config,
      outbound: 'none',
      codex: realCodex,
      signal: new AbortController().signal,
    });
    expect(matrixVerdict(matrix)).toBe('warn');
  });
});
