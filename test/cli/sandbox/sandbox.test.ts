import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, cockpit } from '../../support/cockpit.ts';
import { canSandbox } from '../../support/sandbox.ts';
import { customProfiles } from '../../support/sandbox-profiles.ts';
import { realCodex } from '../../support/world.ts';

function team(config: string) {
  const program = cockpit({ CODEX_COCKPIT_CODEX: realCodex });
  writeFileSync(join(program.teamHome, 'config.toml'), config);
  return program;
}

const typo = `default_permissions = "p"
[permissions.p]
extends = ":workspace"
[permissions.p.filesytem]
"~/secret" = "deny"
`;

/** Whether a process may be started where no user namespaces are left. */
const canForbidNamespaces = (() => {
  try {
    execFileSync('unshare', ['-Ur', 'sh', '-c', 'echo 0 > /proc/sys/user/max_user_namespaces'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!canSandbox)('sandbox validate', () => {
  it('shows a matrix that fits a terminal, its scope, and exits 0', async () => {
    const { code, stdout } = await team(customProfiles).run(
      'sandbox',
      'validate',
      'dev',
      ':read-only',
      '--outbound',
      'none',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +dev +:read-only$/m);
    expect(stdout.startsWith('▲ warn  run as root')).toBe(process.getuid?.() === 0);
    expect(stdout).toMatch(/^read auth\.json +▲ allowed +▲ allowed$/m);
    expect(stdout).toMatch(
      /^▲ warn {2}exposed: read auth\.json: every profile\n +a command can read the login/m,
    );
    expect(stdout).toContain('connect to the internet: it was not tried: --outbound none');
    expect(stdout).not.toContain('offline');
    expect(stdout).toMatch(/^write in the workspace +allowed +denied$/m);
    expect(stdout).toMatch(/^read ~\/secret +denied +allowed$/m);
    expect(stdout).toContain('This proves the sandbox helper, not a session');
    const rows = stdout.slice(0, stdout.indexOf('exposed:')).split('\n').slice(1, -1);
    for (const line of rows) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('explains each difference, with the rule, its place and a remedy, and exits 1', async () => {
    const { code, stdout } = await team(typo).run('sandbox', 'validate', 'p', '--outbound', 'none');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^read ~\/secret +✘ allowed$/m);
    expect(stdout).toMatch(
      /p: read ~\/secret: allowed, and should be denied\n +"~\/secret" = "deny" \(.*:5:1\)\n +Run codex-cockpit sandbox lint/,
    );
  });

  it('gives a program every cell', async () => {
    const found = await team(typo).json('sandbox', 'validate', 'p', '--outbound', 'none');
    expect(found).toMatchObject({
      format: 'codex-cockpit/sandbox-matrix',
      version: 1,
      cli_version: '0.139.0',
      verdict: 'fail',
      scope: 'helper',
      findings: [{ effect: 'ignored', field: 'permissions.p.filesytem' }],
      not_tried: [],
      as_root: process.getuid?.() === 0,
      trials: [{ profile: 'p', mode: 'helper', outcome: 'tried' }],
    });
    expect(found.trials[0].cells).toContainEqual({
      probe: 'read:~/secret',
      title: 'read ~/secret',
      expected: 'denied',
      because: expect.stringContaining('"~/secret" = "deny"'),
      observed: 'allowed',
      verdict: 'opens',
      risk: null,
      reason: null,
      remedy: expect.stringContaining('sandbox lint'),
    });
  });

  it.skipIf(!canForbidNamespaces)('is an error, and no denial, where namespaces are forbidden', () => {
    const { environment, cwd } = team(customProfiles);
    const forbid = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"';
    const command = [process.execPath, bin, 'sandbox', 'validate', 'dev', '--outbound', 'none'];
    const { status, stdout } = spawnSync('unshare', ['-Ur', 'sh', '-c', forbid, 'sh', ...command], {
      env: environment,
      cwd,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/! error +dev: the sandbox did not start: bwrap: .*namespace/);
    expect(stdout).not.toContain('denied');
    expect(status).toBe(3);
  });

  it('says what to do about bad input', async () => {
    const { run } = team(typo);
    expect(await run('sandbox', 'validate', 'q')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no profile "q"'),
    });
    expect(await run('sandbox', 'validate', ':danger-full-access')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--full-access'),
    });
    expect(await run('sandbox', 'validate', '--outbound', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('host:port'),
    });
  });
});

describe('sandbox lint', () => {
  it('finds the typo that the CLI passes over, by line and field', async () => {
    const { run, json } = team(typo);
    const { code, stdout } = await run('sandbox', 'lint');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /config\.toml:4:16: permissions\.p\.filesytem: .*did you mean "filesystem"\? \[ignored\]\n +Write filesystem\./,
    );
    expect(await json('sandbox', 'lint')).toMatchObject({
      format: 'codex-cockpit/sandbox-lint',
      verdict: 'fail',
      findings: [{ effect: 'ignored', line: 4, column: 16, field: 'permissions.p.filesytem' }],
    });
  });

  it('passes good profiles, and warns without failing', async () => {
    expect(await team(customProfiles).run('sandbox', 'lint')).toMatchObject({ code: 0 });
    const warned = await team(`sandbox_mode = "read-only"\n${customProfiles}`).run('sandbox', 'lint');
    expect(warned).toMatchObject({ code: 0, stdout: expect.stringContaining('▲ warn') });
  });

  it('warns of a variable that changes which files a pattern denies', async () => {
    const program = team(customProfiles);
    const environment = { ...program.environment, RIPGREP_CONFIG_PATH: '/home/me/.ripgreprc' };
    const { status, stdout } = spawnSync(process.execPath, [bin, 'sandbox', 'lint'], {
      env: environment,
      cwd: program.cwd,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/config\.toml:11:1: .*RIPGREP_CONFIG_PATH is set \(\/home\/me\/\.ripgreprc\)/);
  });

  it('names a file that is not there', async () => {
    expect(await team(typo).run('sandbox', 'lint', 'no.toml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no.toml: cannot be read'),
    });
  });
});

describe('config check', () => {
  const config = `model = "gpt-5.4"
[mcp_servers.x]
command = "/bin/cat"
[mcp_servers.x.env]
WORD = "hunter22hunter22"
`;

  it('tells each setting with its layer, without a secret, and leaves the home as it was', async () => {
    const { run, teamHome, cwd } = team(config);
    const { code, stdout } = await run('config', 'check');
    expect(code).toBe(0);
    expect(stdout).toContain(`the configuration of codex-cli 0.139.0 in ${cwd}\n`);
    expect(stdout).toMatch(/^ {2}user +3 set +.*config\.toml$/m);
    expect(stdout).toMatch(/^model +"gpt-5\.4" +user$/m);
    expect(stdout).toMatch(/^mcp_servers\.x\.env\.WORD +"\[redacted\]" +user$/m);
    expect(stdout).not.toContain('hunter22');
    expect(execFileSync('find', [teamHome, '-type', 'f'], { encoding: 'utf8' }).trim()).toBe(
      join(teamHome, 'config.toml'),
    );
  });

  it('exits 1 for a key that is passed over, with its place', async () => {
    const { run, json } = team(`${config}[tools]\n[modell]\nx = 1\n`);
    expect(await run('config', 'check')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/config\.toml:7:2: modell: .*did you mean "model"/),
    });
    expect(await json('config', 'check')).toMatchObject({
      format: 'codex-cockpit/config-check',
      refused: null,
      settings: expect.arrayContaining([
        {
          field: 'model',
          value: 'gpt-5.4',
          layer: 'user',
          file: expect.stringContaining('config.toml'),
          overridden: [],
        },
      ]),
      files: [{ verdict: 'fail', cli: { verdict: 'fail' } }],
    });
  });

  const untrusted = (config: string) => {
    const program = team(config);
    const file = join(program.cwd, '.codex', 'config.toml');
    mkdirSync(join(program.cwd, '.git'));
    mkdirSync(join(program.cwd, '.codex'));
    writeFileSync(file, 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n');
    return { ...program, file };
  };

  it('shows the file of an untrusted project as ignored, and what a session gets instead', async () => {
    const { json, run, file } = untrusted('model = "gpt-5.4"\n');
    const { stdout } = await run('config', 'check');
    expect(stdout).toMatch(/^ {2}project +2 ignored/m);
    expect(stdout).toMatch(/\.codex\/config\.toml is ignored: .*trusted project/);
    expect(stdout).not.toMatch(/^approval_policy/m);
    expect(stdout).toMatch(/^ {2}approval_policy +"on-request" *$/m);
    expect(stdout).toMatch(/^ {2}sandbox_mode +"read-only" *$/m);
    expect(await json('config', 'check')).toMatchObject({
      layers: expect.arrayContaining([{ type: 'project', file, settings: 2, ignored: expect.any(String) }]),
      session: {
        type: 'started',
        facts: expect.arrayContaining([{ key: 'model', value: 'gpt-5.4' }]),
        trusts: null,
      },
    });
  });

  it('tells when an app-server session begins to trust the project by itself', async () => {
    const { run, cwd } = untrusted('sandbox_mode = "workspace-write"\n');
    const { stdout } = await run('config', 'check');
    expect(stdout).toMatch(/sandbox_mode +"danger-full-access" +the configuration says "workspace-write"/);
    expect(stdout).toContain(`the session began to trust ${cwd} by itself`);
  });

  it('starts no server of the team, and shows paths of the team and not of the copy', async () => {
    const { run, cwd, teamHome } = team('');
    const mark = join(cwd, 'started');
    writeFileSync(
      join(teamHome, 'config.toml'),
      `sandbox_mode = "workspace-write"\n[sandbox_workspace_write]\nwritable_roots = ["build"]\n[mcp_servers."a b"]\ncommand = "touch"\nargs = [${JSON.stringify(mark)}]\n`,
    );
    const { stdout } = await run('config', 'check');
    expect(stdout).toContain(join(teamHome, 'build'));
    expect(stdout).not.toContain('scratch');
    expect(existsSync(mark)).toBe(false);
  });

  it('says why the CLI reads nothing at all', async () => {
    const { code, stdout } = await team('model = ').run('config', 'check');
    expect(code).toBe(1);
    expect(stdout).toMatch(/the CLI does not read it: .*config\.toml:1:/);
  });

  it('goes on without any configuration', async () => {
    const { run } = cockpit({ CODEX_COCKPIT_CODEX: realCodex });
    expect(await run('config', 'check')).toMatchObject({ code: 0, stderr: '' });
  });
});
