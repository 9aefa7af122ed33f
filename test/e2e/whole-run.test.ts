import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/codex/cli/environment.ts';
import { probeNames } from '../../src/domain/checks/probe-params.ts';
import { cockpit } from '../support/cockpit.ts';
import { program } from '../support/process-program.ts';
import { snapshot } from '../support/process-snapshot.ts';
import { spiedCalls, spyOn } from '../support/process-spy.ts';
import { expectNoneLeft } from '../support/process-table.ts';
import { realCodex } from '../support/world.ts';

const secret = 'sk-proj-team0team0team0team0';

/** A place with a CODEX_HOME and a project as a team has them. Whoever starts the canary leaves a trace. */
function team() {
  const PATH = [dirname(realCodex), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  const place = cockpit({ PATH, OPENAI_API_KEY: secret, CODEX_API_KEY: secret });
  const { teamHome, cwd, root } = place;
  const trace = join(root, 'canary-was-started');
  const canary = program(`touch ${trace}`, { name: 'canary' });
  const files = {
    'config.toml': [
      'model = "gpt-5.5"',
      `notify = ["${canary}", "--channel", "planted-notify-0001"]`,
      '[features]',
      'apps = true',
      '[mcp_servers.canary]',
      `command = "${canary}"`,
      'args = ["--access", "planted-args-0001"]',
      'env = { CANARY = "planted-env-0001" }',
      '[model_providers.ours]',
      'name = "Ours"',
      'base_url = "http://127.0.0.1:9/v1"',
      'http_headers = { "X-Gateway-Auth" = "planted-header-0001", Cookie = "id=planted-cookie-0001" }',
      'query_params = { subscription = "planted-query-0001" }',
      '[shell_environment_policy.set]',
      'BUILD = "planted-set-0001"',
      '',
    ].join('\n'),
    'work.config.toml': `model = "gpt-5.4"\n[mcp_servers.canary]\ncommand = "${canary}"\nenv = { CANARY = "planted-profile-0001" }\n`,
    'auth.json': JSON.stringify({ OPENAI_API_KEY: secret }),
    '.credentials.json': JSON.stringify({ token: secret }),
    'AGENTS.md': 'Be kind.\n',
    'history.jsonl': '{}\n',
    'rules/default.rules': 'prefix_rule(pattern=["git", "status"], decision="allow")\n',
    'sessions/2026/11/20/rollout-1.jsonl': '{}\n',
    'state_5.sqlite': 'not a database that anybody should open',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(teamHome, path, '..'), { recursive: true });
    writeFileSync(join(teamHome, path), text);
  }
  mkdirSync(join(cwd, '.git'));
  mkdirSync(join(cwd, '.codex'));
  writeFileSync(
    join(cwd, '.codex', 'config.toml'),
    `[mcp_servers.wiki]\ncommand = "${canary}"\nenv = { WIKI = "planted-project-0001" }\n`,
  );
  writeFileSync(join(cwd, 'AGENTS.md'), 'Run npm test before you finish.\n');
  writeFileSync(join(cwd, 'package.json'), '{"scripts":{"test":"true"}}');
  return { ...place, trace };
}

/** What the suite says of the pinned CLI on such a machine, offline and without a login. */
const verdicts = {
  'cli.version': 'pass',
  'cli.path': 'pass',
  // The spy in front of it is no npm install.
  'install.integrity': 'skip',
  'cli.doctor': 'pass',
  'config.strict': 'pass',
  'config.using-defaults': 'pass',
  'config.warnings': 'pass',
  'config.approval-policy': 'skip',
  'config.profile-files': 'pass',
  'cli.commands': 'pass',
  'features.diff': 'pass',
  'appserver.stdio': 'pass',
  'appserver.methods': 'pass',
  'appserver.ws-auth': 'pass',
  'appserver.debug-turn': 'pass',
  'appserver.protocol': 'pass',
  'daemon.version': 'skip',
  'app.capability': 'skip',
  'app.handoff': 'skip',
  'exec.smoke': 'pass',
  'exec.output-schema': 'pass',
  'exec.failure': 'pass',
  'agents.chain': 'pass',
  'agents.lint': 'warn',
  'agents.size': 'pass',
  'agents.empty-override': 'pass',
  'models.catalog': 'pass',
  'models.local-policy': 'skip',
  'models.cloud-separate': 'skip',
  'models.effort': 'pass',
  'pin.new-enough': existsSync('/etc/codex/requirements.toml') ? expect.any(String) : 'skip',
  'plugins.inventory': 'pass',
  'plugins.content-drift': 'skip',
  'plugins.blocked-sources': 'skip',
  'plugins.enabled-not-cached': 'skip',
  'plugins.hooks-trust': 'skip',
  'plugins.manifest-lint': 'skip',
  'plugins.marketplace-health': 'skip',
  'plugins.orphans': 'skip',
  'plugins.pinned-ref': 'skip',
  'plugins.upgrade-review': 'skip',
  'requirements.cloud': 'manual',
  'requirements.effective': existsSync('/etc/codex/requirements.toml') ? expect.any(String) : 'skip',
  'requirements.mcp-allowlist': existsSync('/etc/codex/requirements.toml') ? expect.any(String) : 'skip',
  'requirements.parse': existsSync('/etc/codex/requirements.toml') ? expect.any(String) : 'skip',
  'requirements.unknown-keys': existsSync('/etc/codex/requirements.toml') ? expect.any(String) : 'skip',
  'requirements.rules': existsSync('/etc/codex/requirements.toml') ? expect.any(String) : 'skip',
  'rules.decisions': 'skip',
  'rules.parse': 'pass',
  // Where user namespaces are not allowed, it cannot start, and nothing is known of the profiles.
  'sandbox.available': expect.stringMatching(/^(pass|fail)$/),
  'sandbox.approved': 'skip',
  'sandbox.profile-lint': 'pass',
  'sandbox.matrix': expect.stringMatching(/^(warn|error)$/),
  'sandbox.managed': existsSync('/etc/codex/requirements.toml') ? expect.any(String) : 'skip',
  'sandbox.live': expect.stringMatching(/^(warn|error)$/),
};

describe.skipIf(process.platform !== 'linux')('a whole run on the real 0.139.0', () => {
  it('comes to the documented verdicts, touches nothing of the team and leaves nothing behind', async () => {
    const { run, root, teamHome, cwd, trace, environment } = team();
    const spy = spyOn(realCodex);
    const before = { home: snapshot(teamHome), project: snapshot(cwd) };

    const evidence = join(root, 'data', 'evidence');
    const { code, stdout } = await run('check', '--codex', spy, '--json', '--evidence', evidence);
    const report: { checks: { id: string; verdict: string; summary: string }[] } = JSON.parse(stdout);
    const found = Object.fromEntries(report.checks.map(({ id, verdict }) => [id, verdict]));
    // The suite sdlc is another one.
    const ofUpgrade = probeNames.filter((name) => !name.startsWith('sdlc.'));
    expect(Object.keys(found).sort()).toEqual(ofUpgrade.sort());
    expect(found).toEqual(verdicts);
    expect(code).toBe(found['sandbox.available'] === 'pass' ? 0 : 1);
    for (const { id, summary } of report.checks.filter(({ verdict }) => verdict === 'skip'))
      expect(summary.length, `the reason of ${id}`).toBeGreaterThan(10);

    expect(snapshot(teamHome), 'CODEX_HOME of the team').toEqual(before.home);
    expect(snapshot(cwd), 'the project').toEqual(before.project);
    // The doctor asks npm where it installs, and npm keeps a log of that.
    const inHome = readdirSync(root).filter((name) => name !== '.npm');
    expect(inHome.sort(), 'the home of the person').toEqual(['.codex', 'cache', 'data', 'project']);
    expect(readdirSync(join(root, 'cache', 'codex-cockpit', 'scratch')), 'isolated environments').toEqual([]);
    expect(existsSync(trace), 'a program of the team was started').toBe(false);
    await expectNoneLeft(root);

    const calls = spiedCalls(spy);
    expect(calls.length).toBeGreaterThan(20);
    const allowed = new Set([
      ...Object.keys(childEnvironment(environment, 'x')),
      'PWD',
      'OLDPWD',
      'TMPDIR',
      'SHLVL',
      // Made up for the trials of profiles, to see whether commands get it.
      'COCKPIT_CANARY_TOKEN',
      '_',
    ]);
    for (const { args, home, homeHeld, environment: names } of calls) {
      const call = args.join(' ');
      expect(
        // Profiles are tried outside of the temp dir, which this home is in.
        [join(root, 'cache', 'codex-cockpit', 'scratch'), '/var/tmp/codex-cockpit-'].some((place) =>
          home.startsWith(place),
        ),
        `CODEX_HOME of ${call}: ${home}`,
      ).toBe(true);
      expect(
        // Each trial of a profile has a made-up login, to see whether commands can read it.
        homeHeld.filter(
          (path) =>
            /auth\.json|credentials|rollout-1|history/.test(path) &&
            !/^\/var\/tmp\/codex-cockpit-\w+\/\w+\/(codex-home|user\/\.codex)\/auth\.json$/.test(path),
        ),
        call,
      ).toEqual([]);
      expect(
        names.filter((name) => !allowed.has(name)),
        `the environment of ${call}`,
      ).toEqual([]);
      expect(['app', 'update', 'login', 'logout', 'cloud', 'resume'], call).not.toContain(args[0]);
      expect(args.length, 'the TUI was started').toBeGreaterThan(0);
    }
    const database = join(root, 'data', 'codex-cockpit', 'cockpit.db');
    const recorded = readdirSync(evidence).map((name) => readFileSync(join(evidence, name), 'utf8'));
    const written = [database, `${database}-wal`].filter(existsSync).map((file) => readFileSync(file));
    for (const word of ['team0team0', 'planted-']) {
      expect(
        written.some((bytes) => bytes.includes(word)),
        `${word} is in the database`,
      ).toBe(false);
      expect(
        recorded.filter((text) => text.includes(word)),
        `${word} is in the evidence`,
      ).toEqual([]);
      expect(stdout).not.toContain(word);
    }
  });
});
