import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const timeoutMs = 60_000;

async function judge(id: string, prepare: (world: ReturnType<typeof testWorld>) => void = () => undefined) {
  const world = testWorld();
  prepare(world);
  const { judgement } = await runOn(realCodex, world, shippedCheck(id, { timeoutMs }));
  return { ...judgement, world };
}

const config = (text: string) => (world: ReturnType<typeof testWorld>) =>
  writeFileSync(join(world.teamHome, 'config.toml'), text);

type World = ReturnType<typeof testWorld>;

/** A profile that extends the workspace and denies something, as teams have it. */
const devProfile = (more = '') => `default_permissions = "dev"
[permissions.dev]
extends = ":workspace"
[permissions.dev.filesystem]
"~/.aws" = "deny"
${more}`;

const inProject = ({ cwd }: World) => {
  for (const folder of ['.git', '.codex']) mkdirSync(join(cwd, folder));
};

describe('the real 0.139.0', () => {
  it.each([
    'cli.version',
    'install.integrity',
    'cli.doctor',
    'cli.commands',
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
    ['config.warnings', 'there is no configuration'],
    ['models.local-policy', 'there is no model policy'],
    ['models.cloud-separate', 'there is no model policy'],
  ])('is skipped for %s with the reason where there is nothing to judge', async (id, reason) => {
    expect(await judge(id)).toMatchObject({ verdict: 'skip', summary: expect.stringContaining(reason) });
  });

  it('is examined without a request to the servers and providers of the team', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const text = `model_provider = "ours"
[model_providers.ours]
name = "Ours"
base_url = "${url}/v1"
http_headers = { Cookie = "planted" }
[mcp_servers.a]
url = "${url}/mcp"
http_headers = { Cookie = "planted" }
`;
    expect(await judge('cli.doctor', config(text))).toMatchObject({ verdict: 'pass' });
    expect(asked).toEqual([]);
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

  it.each([
    [
      'an unknown field',
      'model = "gpt-5.5"\nbogus_key = 1\n',
      '2:1: unknown configuration field `bogus_key`',
    ],
    [
      'an unknown field of a table',
      '[history]\nbogus = 1\n',
      '2:1: unknown configuration field `history.bogus`',
    ],
    ['a broken file', 'model = [\n', '1:'],
    ['a value of another kind', 'model = 5\n', '1:9: '],
  ])('refuses %s at its place in the file of the team, not in the copy', async (_, text, place) => {
    const { verdict, summary, actual, remedy, world } = await judge('config.strict', config(text));
    const file = join(world.teamHome, 'config.toml');
    expect([verdict, actual]).toEqual(['fail', expect.stringContaining(`${file}:${place}`)]);
    expect(summary).toContain(file);
    expect(`${summary} ${actual} ${remedy}`).not.toMatch(/scratch|\$CODEX_HOME/);
  });

  it.each([
    ['a profile', (world: World) => join(world.teamHome, 'work.config.toml')],
    ['the project', (world: World) => join(world.cwd, '.codex', 'config.toml')],
  ])('refuses an unknown field of %s at its place', async (_, fileOf) => {
    const { verdict, actual, world } = await judge('config.strict', (world) => {
      config('model = "gpt-5.5"\n')(world);
      inProject(world);
      writeFileSync(fileOf(world), '# ours\nbogus_key = 1\n');
    });
    expect([verdict, actual]).toEqual([
      'fail',
      `${fileOf(world)}:2:1: unknown configuration field \`bogus_key\``,
    ]);
  });

  it('only warns of a layer that is refused in strict mode and used without', async () => {
    const { verdict, summary, world } = await judge('config.strict', (world) => {
      config('model = "gpt-5.5"\n[mcp_servers.a]\ncommand = "true"\n')(world);
      writeFileSync(join(world.teamHome, 'ci.config.toml'), '[mcp_servers.a.env]\nA = "b"\n');
    });
    const file = join(world.teamHome, 'ci.config.toml');
    expect([verdict, summary]).toEqual(['warn', `${file} is not accepted in strict mode, and is without it`]);
  });

  it('accepts files that the configuration names relative to itself, in every layer', async () => {
    const named = 'model_instructions_file = "texts/instr.md"\n';
    const prepare = (world: World) => {
      inProject(world);
      for (const folder of [world.teamHome, join(world.cwd, '.codex')]) {
        mkdirSync(join(folder, 'texts'));
        writeFileSync(join(folder, 'texts', 'instr.md'), 'Be kind.\n');
        writeFileSync(join(folder, 'config.toml'), named);
      }
      writeFileSync(join(world.teamHome, 'work.config.toml'), named);
    };
    for (const id of ['config.strict', 'config.using-defaults', 'config.warnings'])
      expect(await judge(id, prepare), id).toMatchObject({ verdict: 'pass' });
    const action = { type: 'probe', name: 'sandbox.available', params: { profile: 'dev' } } as const;
    const world = testWorld();
    prepare(world);
    writeFileSync(join(world.teamHome, 'config.toml'), `${named}${devProfile()}`);
    const { judgement } = await runOn(
      realCodex,
      world,
      shippedCheck('sandbox.available', { timeoutMs, action }),
    );
    expect(JSON.stringify(judgement)).not.toContain('model instructions');
  });

  it('accepts a sandbox mode beside permission profiles that no default names', async () => {
    const text = 'sandbox_mode = "workspace-write"\n[permissions.x]\nextends = ":workspace"\n';
    for (const id of ['config.strict', 'sandbox.profile-lint'])
      expect(await judge(id, config(text)), id).toMatchObject({ verdict: 'pass' });
  });

  it('validates another file when told to, from where the person stands', async () => {
    const world = testWorld();
    writeFileSync(join(world.cwd, 'team.toml'), 'bogus = 1\n');
    const action = { type: 'probe', name: 'config.strict', params: { config: 'team.toml' } } as const;
    const { judgement } = await runOn(realCodex, world, shippedCheck('config.strict', { timeoutMs, action }));
    expect(judgement).toMatchObject({
      verdict: 'fail',
      actual: `${join(world.cwd, 'team.toml')}:1:1: unknown configuration field \`bogus\``,
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

  it('is held to the models, efforts, features and policies that the project configures', async () => {
    const prepare = (world: World) => {
      inProject(world);
      config('model = "gpt-5.5"\n')(world);
      const text = 'model = "gpt-0"\nmodel_reasoning_effort = "heroic"\napproval_policy = "on-failure"\n';
      writeFileSync(join(world.cwd, '.codex', 'config.toml'), `${text}[features]\nno_such = true\n`);
    };
    for (const id of ['models.catalog', 'models.effort', 'features.diff']) {
      const { verdict, actual, world } = await judge(id, prepare);
      expect([verdict, id]).toEqual(['fail', id]);
      expect(actual).toContain(id === 'features.diff' ? 'no_such' : join(world.cwd, '.codex', 'config.toml'));
    }
    expect(await judge('config.approval-policy', prepare)).toMatchObject({ verdict: 'pass' });
  });

  it('takes models of another provider, and of a catalog of the team, for what they are', async () => {
    const own = '[model_providers.ours]\nname = "Ours"\nbase_url = "http://127.0.0.1:9/v1"\n';
    const local = config(`model = "qwen3-coder:30b"\nmodel_provider = "ours"\n${own}`);
    expect(await judge('models.catalog', local)).toMatchObject({ verdict: 'pass' });
    expect(
      await judge('models.catalog', (world) => {
        config('model = "house-1"\nmodel_catalog_json = "models.json"\n')(world);
        const models = [{ slug: 'house-1', visibility: 'list' }];
        writeFileSync(join(world.teamHome, 'models.json'), JSON.stringify({ models }));
      }),
    ).toMatchObject({ verdict: 'pass', summary: 'listed: house-1' });
  });

  it('loads the instructions that lie on disk', async () => {
    const { verdict, summary, world } = await judge('agents.chain', ({ cwd }) => {
      mkdirSync(join(cwd, '.git'));
      writeFileSync(join(cwd, 'AGENTS.md'), 'Run npm test before you finish.\n');
    });
    expect([verdict, summary]).toEqual(['pass', `loaded: ${join(world.cwd, 'AGENTS.md')}`]);
  });

  it('loads them from a subfolder too, under the profiles of the team, and starts none of its servers', async () => {
    const { verdict, summary, world } = await judge('agents.chain', (world) => {
      inProject(world);
      writeFileSync(join(world.cwd, 'AGENTS.md'), 'Run npm test before you finish.\n');
      const trace = `touch ${join(world.root, 'started')}`;
      config(devProfile(`[mcp_servers.a]\ncommand = "sh"\nargs = ["-c", "${trace}"]\n`))(world);
      writeFileSync(
        join(world.cwd, '.codex', 'config.toml'),
        `[mcp_servers.b]\ncommand = "sh"\nargs = ["-c", "${trace}"]\n`,
      );
      writeFileSync(join(world.teamHome, 'strict.config.toml'), 'sandbox_mode = "read-only"\n');
    });
    expect([verdict, summary]).toEqual(['pass', `loaded: ${join(world.cwd, 'AGENTS.md')}`]);
    expect(existsSync(join(world.root, 'started'))).toBe(false);
    expect(readdirSync(world.cwd).sort()).toEqual(['.codex', '.git', 'AGENTS.md']);
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

  it('loads instructions that are held against what they should say', async () => {
    const written = (text: string, scripts: object) => {
      return ({ cwd }: { cwd: string }) => {
        // Scripts of the folders above, up to the root of a repository, would count too.
        mkdirSync(join(cwd, '.git'), { recursive: true });
        writeFileSync(join(cwd, 'AGENTS.md'), text);
        writeFileSync(join(cwd, 'package.json'), JSON.stringify({ scripts }));
      };
    };
    const good = `Build with npm run build. Run npm test before you finish, and name the result in the summary.
Follow the style of the file. Modules live in src. Never touch generated files.
`;
    expect(await judge('agents.lint', written(good, { build: 'x', test: 'y' }))).toMatchObject({
      verdict: 'pass',
    });
    expect(await judge('agents.lint', written(good, { build: 'x' }))).toMatchObject({
      verdict: 'fail',
      actual: 'package.json has no script "test"',
    });
    expect(await judge('agents.lint', written('Run npm test.', { test: 'y' }))).toMatchObject({
      verdict: 'warn',
    });
    expect(await judge('agents.lint', written('Be kind.', {}))).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('no verification rule'),
    });
    expect(await judge('agents.lint', () => undefined)).toMatchObject({ verdict: 'skip' });
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

  it('is caught using the base configuration in place of a profile without a file', async () => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), 'model = "gpt-5.5"\n');
    writeFileSync(join(world.teamHome, 'work.config.toml'), 'model = "gpt-5.4"\n');
    const judged = async (...profiles: string[]) => {
      const action = { type: 'probe', name: 'config.profile-files', params: { profiles } } as const;
      return (await runOn(realCodex, world, shippedCheck('config.profile-files', { action }))).judgement;
    };
    expect(await judged('work')).toMatchObject({ verdict: 'pass' });
    expect(await judged('work', 'missing')).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('missing'),
    });
  });

  it('is held to the local model policy, and the cloud policy is asked of a person', async () => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), 'model = "gpt-5.4"\n');
    const policy = (text: string) =>
      writeFileSync(join(world.cwd, 'model-policy.yaml'), `version: 1\n${text}`);
    const judged = async (id: string) =>
      (await runOn(realCodex, world, shippedCheck(id, { timeoutMs }))).judgement;
    policy('local: { allowed: [gpt-5.5, gpt-5.4] }\n');
    expect(await judged('models.local-policy')).toMatchObject({ verdict: 'pass' });
    expect(await judged('models.cloud-separate')).toMatchObject({ verdict: 'manual' });
    policy(
      'local: { allowed: [gpt-5.5] }\ncloud: { statement: Always gpt-5.5., confirmed_by: Ada, confirmed_on: 2026-11-01 }\n',
    );
    expect(await judged('models.local-policy')).toMatchObject({
      verdict: 'fail',
      actual: 'gpt-5.4 in config.toml model is not allowed',
    });
    expect(await judged('models.cloud-separate')).toMatchObject({
      verdict: 'fail',
      actual: 'the cloud policy names the local slug gpt-5.5',
    });
  });

  it.skipIf(process.platform !== 'linux')(
    'has no desktop app on Linux, which is a skip with the reason',
    async () => {
      expect(await judge('app.capability')).toMatchObject({
        verdict: 'skip',
        summary: 'the app command exists on macOS and Windows only',
      });
      expect(await judge('app.handoff')).toMatchObject({
        verdict: 'skip',
        summary: expect.stringContaining('macOS'),
      });
    },
  );

  it('is the only codex on PATH, or the other one is named with its version', async () => {
    const other = dirname(fakeCodex({ when: ['--version'], stdout: 'codex-cli 0.150.0\n' }));
    const node = dirname(process.execPath);
    const judged = async (...folders: string[]) => {
      const world = testWorld({ PATH: [...folders, node, '/usr/bin', '/bin'].join(delimiter) });
      return (await runOn(realCodex, world, shippedCheck('cli.path', { timeoutMs }))).judgement;
    };
    const real = dirname(realCodex);
    expect(await judged(real)).toMatchObject({ verdict: 'pass' });
    expect(await judged(real, other)).toMatchObject({
      verdict: 'warn',
      summary: expect.stringContaining(`another codex is on PATH: ${join(other, 'codex')} (other, 0.150.0)`),
    });
    expect(await judged(other, real)).toMatchObject({
      verdict: 'warn',
      summary: 'typing codex runs 0.150.0, not the 0.139.0 under test',
    });
    expect(await judged()).toMatchObject({ verdict: 'warn', summary: 'no codex on PATH' });
  });
});

describe('the reasoning efforts of the real 0.139.0', () => {
  it('are held against what is configured, which strict mode is not', async () => {
    expect(
      await judge('models.effort', config('model = "gpt-5.5"\nmodel_reasoning_effort = "xhigh"\n')),
    ).toMatchObject({
      verdict: 'pass',
    });
    expect(await judge('models.effort', config('model_reasoning_effort = "ultra"\n'))).toMatchObject({
      verdict: 'fail',
      actual: 'ultra in config.toml model_reasoning_effort',
    });
  });
});
