import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { bin, cockpit } from '../../support/cockpit.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { tempFolder } from '../../support/temp.ts';
import { realCodex } from '../../support/world.ts';

describe('a folder that is gone', () => {
  it('is named in one message, wherever the program is started', async () => {
    const folder = tempFolder();
    const script = 'cd "$1" && rmdir "$1" && exec "$2" "$3" check list';
    const child = spawn('sh', ['-c', script, 'sh', folder, process.execPath, bin]);
    let talk = '';
    child.stderr.on('data', (chunk) => {
      talk += chunk;
    });
    const code = await new Promise((ended) => child.once('close', ended));
    expect({ code, talk }).toEqual({
      code: 3,
      talk: 'error: the current folder does not exist any more\nChange to another folder and start again.\n',
    });
  });
});

describe('the first steps', () => {
  it('start a rollout, check the real CLI, and tell the same story afterwards', async () => {
    const { run, json } = cockpit();
    expect(await run('init', '--name', 'Acme')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Started "Acme" with pin 0.139.0'),
    });
    const checked = await run('check', 'cli.version', 'appserver.stdio', '--codex', realCodex);
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('✔ pass: 2 pass on codex-cli 0.139.0 against pin 0.139.0'),
    });
    expect(await json('status')).toMatchObject({
      format: 'codex-cockpit/status',
      version: 2,
      rollout: { name: 'Acme', pin: '0.139.0' },
      last_run: { state: 'finished', verdict: 'pass', cli: { version: '0.139.0' }, counts: { pass: 2 } },
      entries: 8,
    });
    const { entries } = await json('history');
    expect(entries.map(({ kind }: { kind: string }) => kind)).toEqual([
      'run.finished',
      'check.finished',
      'check.finished',
      'run.started',
      'checkpoint.made',
      'key.made',
      'person.recorded',
      'rollout.started',
    ]);
    expect(await run('audit', 'verify')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^The history is whole: 8 entries, head [0-9a-f]{64}\nRoot [0-9a-f]{64}\n/,
      ),
    });
    expect(await run('db', 'rebuild')).toMatchObject({ code: 0, stdout: 'Replayed 8 entries.\n' });
    expect((await run('history', '-n', '1')).stdout).toContain('run.finished');
  });

  it('look around without making a database', async () => {
    const { run, root } = cockpit();
    expect(await run('status')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No rollout yet.'),
    });
    expect(await run('history')).toMatchObject({ code: 0, stdout: 'The history is empty.\n' });
    expect(await run('audit', 'verify')).toMatchObject({ code: 0, stdout: 'The history is empty.\n' });
    expect((await run('db', 'path')).stdout).toBe(`${join(root, 'data', 'codex-cockpit', 'cockpit.db')}\n`);
    expect(existsSync(join(root, 'data'))).toBe(false);
  });

  it('without a command and a terminal print the status and how to get each screen', async () => {
    const { run } = cockpit();
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('No rollout yet.') });
    for (const command of ['codex-cockpit status', 'codex-cockpit check', 'codex-cockpit history'])
      expect(stderr).toContain(command);
  });
});

describe('bad usage', () => {
  it.each([
    [['chek'], 'there is no command "chek"; did you mean "check"?'],
    [['check', 'cli.verison'], 'has no check "cli.verison"; did you mean "cli.version"?'],
    [['check', '--frmat', 'json'], "unknown option '--frmat'"],
    [['check', '--format', 'xml'], "argument 'xml' is invalid"],
    [['check', '--pin', 'latest'], 'the pin "latest" is not an exact version'],
    [['check', '--suite', 'none.yaml'], 'none.yaml: cannot read the suite: there is no such file'],
    [['init', '--pin', '^0.139.0'], 'the pin "^0.139.0" is not an exact version'],
    [['history', '-n', '0'], 'It must be a whole number from 1 on.'],
    [['db', 'rebuild'], 'there is no database to rebuild'],
  ])('%j exits with 2 and says what was meant', async (args, message) => {
    const { code, stdout, stderr } = await cockpit().run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('names file, line and field of a malformed suite', async () => {
    const { run, cwd } = cockpit();
    writeFileSync(
      join(cwd, 'team.yaml'),
      'version: 1\nsuite: team\ntitle: T\nchecks:\n  - id: team.one\n    titel: One\n',
    );
    const { code, stderr } = await run('check', '--suite', 'team.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('team.yaml:6:12: checks[0].titel: unknown field; did you mean "title"?');
  });

  it('does not start a second rollout in one database', async () => {
    const { run } = cockpit();
    await run('init', '--name', 'Acme');
    expect(await run('init', '--name', 'Other')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('already has the rollout "Acme"'),
    });
  });
});

describe('help', () => {
  it.each(
    [[], ['init'], ['status'], ['check'], ['history'], ['audit'], ['db'], ['baseline']].map((args) => [args]),
  )('of %j has examples and exits with 0', async (args) => {
    const { code, stdout } = await cockpit().run(...args, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:\n  $ codex-cockpit');
  });

  it('of the program names every command', async () => {
    const { stdout } = await cockpit().run('--help');
    for (const name of ['init', 'status', 'check', 'baseline', 'history', 'audit', 'db'])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('tells the version', async () => {
    expect(await cockpit().run('--version')).toMatchObject({
      code: 0,
      stdout: 'codex-cockpit 0.1.0\n',
      stderr: '',
    });
  });
});

describe('output', () => {
  it('is data on stdout and messages on stderr', async () => {
    const { run } = cockpit();
    const { stdout, stderr } = await run('check', 'cli.version', '--codex', fakeCodex(), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'codex-cockpit/check',
      version: 1,
      verdict: 'pass',
      checks: [{ id: 'cli.version' }],
    });
    expect(stderr).toMatch(/1\/1 cli\.version pass/);
  });

  it('is quiet when asked, and takes flags before and after the command', async () => {
    const { run } = cockpit();
    const codex = fakeCodex();
    expect(await run('check', 'cli.version', '--codex', codex, '--quiet')).toMatchObject({ stderr: '' });
    expect(await run('--quiet', '--codex', codex, 'check', 'cli.version')).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it('has no escape codes in a pipe, whatever the CLI prints', async () => {
    const { run } = cockpit();
    const codex = fakeCodex({ when: ['--version'], stdout: '\u001b[31mcodex-cli evil\u001b[0m\u0007\n' });
    const { stdout, stderr } = await run('check', 'cli.version', '--codex', codex);
    expect(stdout + stderr).not.toMatch(/\p{Cc}(?<![\n\t])/u);
    expect(stdout).toContain('codex-cli evil');
  });

  it('may be cut off by its reader', async () => {
    const { environment, cwd } = cockpit();
    const child = spawn(process.execPath, [bin, 'check', '--help'], {
      cwd,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    await new Promise((done) => child.on('close', done));
    expect(stderr).not.toContain('    at ');
  });
});

describe('a CLI that does not work', () => {
  it.each([
    ['absent', () => '/nonexistent/codex'],
    ['crashing', () => fakeCodex({ when: [], signal: 'SIGSEGV' })],
  ])('is %s: cli.version fails with the pinned version as remedy, the rest is an error', async (_, codex) => {
    const { json, run } = cockpit();
    const report = await json('check', 'cli.version', 'cli.doctor', 'appserver.stdio', '--codex', codex());
    expect(report.checks).toMatchObject([{ verdict: 'fail' }, { verdict: 'error' }, { verdict: 'error' }]);
    for (const { remedy } of report.checks) expect(remedy).toContain('@openai/codex@0.139.0');
    expect(JSON.stringify(report)).not.toContain('@latest');
    expect((await run('check', 'cli.version', '--codex', codex())).code).toBe(1);
    expect((await run('check', 'cli.doctor', '--codex', codex())).code).toBe(3);
  });

  it('is another version: exit 1, and --fail-on warn makes a warning count', async () => {
    const { run } = cockpit();
    const codex = fakeCodex({ when: ['--version'], stdout: 'codex-cli 0.150.0\n' });
    expect((await run('check', 'cli.version', '--codex', codex)).code).toBe(1);
    expect((await run('check', 'cli.version', '--codex', codex, '--pin', '0.150.0')).code).toBe(0);
    expect((await run('check', 'cli.path', '--codex', codex, '--fail-on', 'fail')).code).toBe(0);
    expect((await run('check', 'cli.path', '--codex', codex, '--fail-on', 'warn')).code).toBe(1);
  });
});

describe('interruptions', () => {
  const hanging = () => fakeCodex({ when: ['app-server'], appServer: {} });
  const untilRecorded = (ran: { stderr: string }) =>
    expect.poll(() => ran.stderr, { timeout: 20_000 }).toContain('cli.version pass');

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s exit with 130, keep what had finished, and say so',
    async (signal) => {
      const { start, json, run } = cockpit();
      const { child, ran, ended } = start('check', 'cli.version', 'appserver.stdio', '--codex', hanging());
      await untilRecorded(ran);
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 130, stdout: expect.stringContaining('interrupted') });
      expect(await json('status')).toMatchObject({
        last_run: { state: 'interrupted', counts: { pass: 1 }, planned: 2 },
      });
      expect((await run('audit', 'verify')).code).toBe(0);
    },
  );

  it('by kill -9 leave a history that is whole and tells of an unfinished run', async () => {
    const { start, json, run } = cockpit();
    const { child, ran, ended } = start('check', 'cli.version', 'appserver.stdio', '--codex', hanging());
    await untilRecorded(ran);
    child.kill('SIGKILL');
    await ended;
    expect(await json('status')).toMatchObject({
      last_run: { state: 'unfinished', verdict: null, counts: { pass: 1 } },
    });
    expect(await run('audit', 'verify')).toMatchObject({ code: 0 });
  });

  it('do not happen to each other: two runs at once make one chain', async () => {
    const { run } = cockpit();
    const codex = fakeCodex();
    const both = await Promise.all(
      ['a', 'b'].map(() => run('check', 'cli.version', 'app.handoff', '--codex', codex)),
    );
    for (const { code, stdout, stderr } of both)
      expect({ code, said: stdout + stderr }).toMatchObject({ code: 0 });
    expect((await run('audit', 'verify')).stdout).toContain('The history is whole: 8 entries');
  });
});

describe('the history', () => {
  it('that was tampered with is found, with exit code 1', async () => {
    const { run } = cockpit();
    await run('init', '--name', 'Acme');
    const path = (await run('db', 'path')).stdout.trim();
    const raw = new Database(path);
    expect(() => raw.exec("UPDATE entry SET body = '{}'")).toThrow('append-only');
    raw.exec('DROP TRIGGER entry_never_changes');
    raw.exec("UPDATE entry SET actor = 'mallory'");
    raw.close();
    expect(await run('audit', 'verify')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Entry 1: its content does not match its hash.'),
    });
  });

  it('of a newer program is refused with exit code 78', async () => {
    const { run } = cockpit();
    await run('init', '--name', 'Acme');
    const raw = new Database((await run('db', 'path')).stdout.trim());
    raw.pragma('user_version = 99');
    raw.close();
    for (const args of [['status'], ['check', 'cli.version', '--codex', fakeCodex()]]) {
      expect(await run(...args)).toMatchObject({
        code: 78,
        stderr: expect.stringContaining('has version 99'),
      });
    }
  });

  it('that cannot be written gets one clear message', async () => {
    const { run, cwd } = cockpit();
    createWriteStream(join(cwd, 'file')).end();
    const { code, stderr } = await run('init', '--db', 'file/cockpit.db');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: .*file\/cockpit\.db: .*\n.*--db/);
  });
});
