import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readInventory } from '../../src/app/plugins/read-inventory.ts';
import { reviewUpgrade } from '../../src/app/plugins/review-upgrade.ts';
import { startRollout } from '../../src/app/rollout/start-rollout.ts';
import { validateSandbox } from '../../src/app/sandbox/validate-sandbox.ts';
import { openWritableHistory } from '../../src/app/world/session.ts';
import { matrixVerdict } from '../../src/domain/sandbox/matrix/matrix.ts';
import { runOn, shippedCheck } from '../support/bench.ts';
import { cockpit } from '../support/cockpit.ts';
import { hooks, worldWithPlugins } from '../support/marketplace.ts';
import { canSandbox } from '../support/sandbox.ts';
import { customProfiles } from '../support/sandbox-profiles.ts';
import { realCodex, testWorld } from '../support/world.ts';
import { installVersion } from './install-version.ts';

type Result = { id: string; verdict: string; summary: string; actual: string | null };

/** Runs the whole upgrade suite on a version, with a configuration of the team if one is given. */
async function check(
  codex: string,
  config?: string,
): Promise<{ code: number | null; results: Map<string, Result> }> {
  const { run, teamHome, cwd } = cockpit();
  mkdirSync(join(cwd, '.git'));
  writeFileSync(join(cwd, 'AGENTS.md'), 'Run npm test.\n');
  if (config !== undefined) writeFileSync(join(teamHome, 'config.toml'), config);
  const { code, stdout } = await run('check', '--codex', codex, '--json');
  const { checks } = JSON.parse(stdout) as { checks: Result[] };
  return { code, results: new Map(checks.map((result) => [result.id, result])) };
}

/** Without a configuration, run once for each version. */
const plain = new Map<string, ReturnType<typeof check>>();
function checkOnce(codex: string): ReturnType<typeof check> {
  const made = plain.get(codex) ?? check(codex);
  plain.set(codex, made);
  return made;
}

const having = (results: Map<string, Result>, verdict: string) =>
  [...results.values()]
    .filter((result) => result.verdict === verdict)
    .map(({ id }) => id)
    .sort();

describe.each(['0.120.0', '0.150.0', '0.169.0'])('the suite of the pin 0.139.0 on the real %s', (version) => {
  let codex: string;
  beforeAll(() => {
    codex = installVersion(version);
  }, 180_000);

  it('fails the version, carries every other check out, and gives a reason for what it skips', async () => {
    const { code, results } = await checkOnce(codex);
    expect(code).toBe(1);
    expect(results.get('cli.version')).toMatchObject({ verdict: 'fail', actual: `codex-cli ${version}` });
    expect(having(results, 'error')).toEqual([]);
    for (const { verdict, summary } of results.values())
      if (verdict === 'skip') expect(summary.length).toBeGreaterThan(10);
    for (const id of [
      'appserver.stdio',
      'appserver.ws-auth',
      'exec.smoke',
      'exec.failure',
      'exec.output-schema',
    ]) {
      expect(results.get(id), id).toMatchObject({ verdict: 'pass' });
    }
  });
});

describe('what an upgrade or a rollback breaks', () => {
  it('is named for 0.120.0: what it does not have is skipped', async () => {
    const { results } = await checkOnce(installVersion('0.120.0'));
    const skipped = having(results, 'skip');
    for (const id of [
      'cli.doctor',
      'plugins.inventory',
      'sandbox.available',
      'models.catalog',
      'daemon.version',
    ])
      expect(skipped).toContain(id);
  });

  it('is named for 0.169.0: a policy that it refuses, a method and models that are gone', async () => {
    const codex = installVersion('0.169.0');
    const { results } = await check(codex, 'model = "gpt-5.4"\napproval_policy = "untrusted"\n');
    expect(results.get('config.strict')).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('approval_policy = "untrusted" is no longer supported'),
    });
    expect(results.get('appserver.protocol')).toMatchObject({
      verdict: 'warn',
      actual: expect.stringContaining('thread/rollback is gone'),
    });
    expect(results.get('models.catalog')).toMatchObject({
      verdict: 'fail',
      summary: 'configured models are not listed: gpt-5.4',
    });
  });
});

describe('what the team has in more places than config.toml', () => {
  it('is seen to break on 0.169.0: policies of a profile and of the project, and lost instructions', async () => {
    const world = testWorld();
    const codex = installVersion('0.169.0');
    const inProject = join(world.cwd, '.codex', 'config.toml');
    for (const folder of ['.git', '.codex']) mkdirSync(join(world.cwd, folder));
    writeFileSync(join(world.cwd, 'AGENTS.md'), 'Run npm test.\n');
    writeFileSync(
      join(world.teamHome, 'config.toml'),
      `default_permissions = "dev"
[permissions.dev]
extends = ":workspace"
[permissions.dev.filesystem]
"~/.aws" = "deny"
`,
    );
    const judge = async (id: string) =>
      (await runOn(codex, world, shippedCheck(id, { timeoutMs: 60_000 }))).judgement;

    const chain = await judge('agents.chain');
    expect(chain).toMatchObject({
      verdict: 'fail',
      summary: expect.stringMatching(/^a session in a subfolder.* under config\.toml: not loaded: /),
    });
    writeFileSync(inProject, 'approval_policy = "untrusted"\n');
    expect(await judge('config.strict')).toMatchObject({
      verdict: 'fail',
      summary: `${inProject} is not accepted`,
    });
    rmSync(inProject);
    writeFileSync(join(world.teamHome, 'ci.config.toml'), 'approval_policy = "untrusted"\n');
    expect(await judge('config.strict')).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('ci.config.toml is not accepted'),
    });
    writeFileSync(join(world.teamHome, 'ci.config.toml'), 'approval_policy = "on-failure"\n');
    expect(await judge('config.strict')).toMatchObject({ verdict: 'pass' });
    expect(await judge('config.approval-policy')).toMatchObject({
      verdict: 'fail',
      actual: 'ci.config.toml: a session gets "on-request"',
    });
  }, 120_000);
});

describe('plugins on other versions', () => {
  it('are inventoried, and an upgrade is reviewed, on the real 0.169.0', async () => {
    const codex = installVersion('0.169.0');
    const { world, publish } = worldWithPlugins(codex);
    const request = { codex, signal: new AbortController().signal };
    const inventory = await readInventory(world, request);
    expect(inventory.plugins.map(({ id, version, listed }) => [id, version, listed])).toEqual([
      ['alpha@local', '1.0.0', true],
      ['alpha@remote', '1.0.0', true],
    ]);
    expect(inventory.findings).toEqual([]);
    publish({ 'plugins/alpha/hooks/hooks.json': hooks('echo begun', 'curl evil') });
    const store = await openWritableHistory(world, {});
    await startRollout({ ...world, as: 'ada@example.com' }, store, { name: 'Acme' });
    const review = await reviewUpgrade({ ...world, as: 'ada@example.com' }, store, {
      ...request,
      marketplace: 'remote',
    });
    await store.close();
    expect(review.outcome).toBe('changed');
    expect(review.diff.changes.map(({ kind }) => kind)).toEqual([
      'marketplace-added',
      'plugin-added',
      'hook-added',
      'hook-added',
      'mcp-added',
      'skill-added',
    ]);
  }, 180_000);

  it('cannot be asked of the real 0.120.0, which is a skip with the reason', async () => {
    const { results } = await checkOnce(installVersion('0.120.0'));
    for (const id of [
      'plugins.inventory',
      'plugins.orphans',
      'plugins.content-drift',
      'plugins.upgrade-review',
    ])
      expect(results.get(id), id).toMatchObject({
        verdict: 'skip',
        summary: 'this CLI version has no plugin list --json',
      });
  }, 180_000);
});

describe.skipIf(!canSandbox)('the probe matrix on the real 0.169.0', () => {
  it('is the one of 0.139.0, but that root has no capabilities in the sandbox and makes no namespaces', async () => {
    const matrixOn = (codex: string) => {
      const world = testWorld();
      writeFileSync(join(world.teamHome, 'config.toml'), customProfiles);
      const { signal } = new AbortController();
      return validateSandbox(world, { profiles: [], fullAccess: true, outbound: 'none', codex, signal });
    };
    const [candidate, pinned] = await Promise.all([matrixOn(installVersion('0.169.0')), matrixOn(realCodex)]);
    expect(candidate.version).toBe('0.169.0');
    const cells = ({ trials }: typeof pinned) =>
      trials.map((trial) => [
        trial.profile,
        trial.type === 'tried'
          ? trial.cells
              .filter(({ probe }) => probe !== 'privileges' && probe !== 'namespaces')
              .map(({ probe, observed, verdict }) => [probe, observed.type, verdict])
          : trial.type,
      ]);
    expect(cells(candidate)).toEqual(cells(pinned));
    expect(matrixVerdict(candidate)).toBe('warn');
    const [first] = candidate.trials;
    for (const name of ['privileges', 'namespaces']) {
      const cell = first?.type === 'tried' && first.cells.find(({ probe }) => probe === name);
      expect(cell).toMatchObject({ probe: name });
      expect(cell).not.toMatchObject({ observed: { type: 'allowed' } });
    }
  }, 240_000);
});
