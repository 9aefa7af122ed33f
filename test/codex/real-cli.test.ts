import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOn, shippedCheck } from '../support/bench.ts';
import { realCodex, testWorld } from '../support/world.ts';

const timeoutMs = 60_000;

async function judge(id: string, prepare: (world: ReturnType<typeof testWorld>) => void = () => undefined) {
  const world = testWorld();
  prepare(world);
  const { judgement } = await runOn(realCodex, world, shippedCheck(id, { timeoutMs }));
  return { ...judgement, world };
}

const config = (text: string) => (world: ReturnType<typeof testWorld>) =>
  writeFileSync(join(world.teamHome, 'config.toml'), text);

describe('the real 0.139.0', () => {
  it.each([
    'cli.version',
    'install.integrity',
    'cli.doctor',
    'features.diff',
    'appserver.stdio',
    'appserver.methods',
    'appserver.ws-auth',
    'appserver.debug-turn',
    'appserver.protocol',
    'exec.smoke',
    'exec.output-schema',
    'exec.failure',
    'plugins.inventory',
  ])('passes %s offline and without a login', async (id) => {
    expect(await judge(id)).toMatchObject({ verdict: 'pass' });
  });

  it('starts its sandbox, or says what hinders it', async () => {
    const { verdict, summary } = await judge('sandbox.available');
    expect([verdict, summary]).toEqual(
      verdict === 'pass'
        ? ['pass', 'a command ran under :read-only']
        : ['fail', 'the sandbox cannot start on this machine'],
    );
  });

  it.each([
    ['config.strict', 'there is no configuration to validate'],
    ['config.using-defaults', 'there is no configuration'],
    ['config.profile-files', 'no profile is in use'],
    ['daemon.version', 'no app-server daemon is running'],
    ['agents.chain', 'there is no AGENTS.md to load'],
    ['models.local-policy', 'there is no model policy'],
  ])('is skipped for %s with the reason where there is nothing to judge', async (id, reason) => {
    expect(await judge(id)).toMatchObject({ verdict: 'skip', summary: expect.stringContaining(reason) });
  });

  it('accepts a good configuration', async () => {
    const good = config('model = "gpt-5.5"\n[features]\napps = true\n');
    for (const id of [
      'config.strict',
      'config.using-defaults',
      'config.warnings',
      'models.catalog',
      'features.diff',
    ]) {
      expect(await judge(id, good), id).toMatchObject({ verdict: 'pass' });
    }
  });

  it('refuses an unknown field, named in the file of the team', async () => {
    const { verdict, actual, world } = await judge(
      'config.strict',
      config('model = "gpt-5.5"\nbogus_key = 1\n'),
    );
    expect({ verdict, actual }).toEqual({
      verdict: 'fail',
      actual: `${world.teamHome}/config.toml:2:1: unknown configuration field \`bogus_key\``,
    });
  });

  it('is caught swallowing a broken configuration', async () => {
    const broken = config('model = [\n');
    expect(await judge('config.strict', broken)).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('config.toml:1:'),
    });
    expect(await judge('config.using-defaults', broken)).toMatchObject({ verdict: 'fail' });
  });

  it('is caught going on without a broken rules file, which is named', async () => {
    const broken = ({ teamHome }: { teamHome: string }) => {
      mkdirSync(join(teamHome, 'rules'));
      writeFileSync(join(teamHome, 'rules', 'default.rules'), 'prefix_rule(pattern=["git"\n');
    };
    expect(await judge('config.using-defaults', broken)).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('$CODEX_HOME/rules/default.rules'),
    });
  });

  it('is caught ignoring a feature and a model that do not exist', async () => {
    const gone = config('model = "gpt-0"\n[features]\nno_such_feature = true\n');
    expect(await judge('features.diff', gone)).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('no_such_feature'),
    });
    expect(await judge('models.catalog', gone)).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('gpt-0'),
    });
  });

  it('loads the instructions that lie on disk', async () => {
    const { verdict, summary, world } = await judge('agents.chain', ({ cwd }) => {
      mkdirSync(join(cwd, '.git'));
      writeFileSync(join(cwd, 'AGENTS.md'), 'Run npm test before you finish.\n');
    });
    expect([verdict, summary]).toEqual(['pass', `loaded: ${join(world.cwd, 'AGENTS.md')}`]);
  });

  it('is caught dropping instructions beyond the limit and hiding them behind an empty override', async () => {
    const long = ({ cwd }: { cwd: string }) => writeFileSync(join(cwd, 'AGENTS.md'), 'x'.repeat(40_000));
    expect(await judge('agents.size', long)).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('AGENTS.md'),
    });
    const empty = ({ cwd }: { cwd: string }) => {
      writeFileSync(join(cwd, 'AGENTS.md'), 'Be careful.\n');
      writeFileSync(join(cwd, 'AGENTS.override.md'), '\n');
    };
    expect(await judge('agents.empty-override', empty)).toMatchObject({ verdict: 'fail' });
  });

  it('is judged by the keys that it understands of a requirements file', async () => {
    const world = testWorld();
    writeFileSync(
      join(world.cwd, 'requirements.toml'),
      'allowed_sandbox_modes = ["read-only"]\nallowed_aproval_policies = ["never"]\n',
    );
    const action = {
      type: 'probe',
      name: 'pin.new-enough',
      params: { requirements: 'requirements.toml' },
    } as const;
    const { judgement } = await runOn(realCodex, world, shippedCheck('pin.new-enough', { action }));
    expect(judgement).toMatchObject({
      verdict: 'fail',
      actual: 'allowed_aproval_policies (did you mean allowed_approval_policies?)',
    });
    writeFileSync(join(world.cwd, 'requirements.toml'), 'x = [\n');
    const broken = await runOn(realCodex, world, shippedCheck('pin.new-enough', { action }));
    expect(broken.judgement).toMatchObject({
      verdict: 'fail',
      actual: expect.stringMatching(/requirements\.toml:\d+:\d+: /),
    });
  });

  it('leaves the CODEX_HOME of the team as it was, byte for byte', async () => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), 'model = "gpt-5.5"\n');
    writeFileSync(join(world.teamHome, 'AGENTS.md'), 'Hello.\n');
    const before = hashTree(world.teamHome);
    for (const id of [
      'cli.doctor',
      'config.strict',
      'config.warnings',
      'plugins.inventory',
      'agents.chain',
      'exec.smoke',
      'daemon.version',
    ]) {
      await runOn(realCodex, world, shippedCheck(id, { timeoutMs }));
    }
    expect(hashTree(world.teamHome)).toBe(before);
  });
});

function hashTree(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    a.name.localeCompare(b.name),
  )) {
    hash.update(`${entry.parentPath}/${entry.name}\n`);
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex');
}
