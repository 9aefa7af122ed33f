import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { testWorld } from '../../support/world.ts';

/** A project with these files. */
function project(files: Record<string, string | Buffer>) {
  const world = { ...testWorld(), as: 'ada@example.com' };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(world.cwd, name)), { recursive: true });
    writeFileSync(join(world.cwd, name), text);
  }
  const read = (name: string) => readFileSync(join(world.cwd, name), 'utf8');
  return { ...commandLine(world), cwd: world.cwd, read };
}

const drifting = {
  'package.json': '{ "devDependencies": { "@openai/codex": "^0.139.0" } }\n',
  '.tool-versions': 'codex 0.139.0\n',
  'bin/setup': '#!/bin/sh\nnpm i -g @openai/codex@latest\ncodex update\n',
  'bin/data': 'npm i -g @openai/codex@latest\n',
  'node_modules/a/package.json': '{"dependencies":{"@openai/codex":"0.1.0"}}',
};

describe('codex-cockpit pins scan', () => {
  it('names each place that drifts from the pin, and exits with 1', async () => {
    const { run } = project(drifting);
    const { code, stdout } = await run('pins', 'scan');
    expect(code).toBe(1);
    expect(stdout.replaceAll(/ {2,}/g, '  ')).toBe(
      [
        '✘  bin/setup:2:24  package  floats: latest is the newest release',
        '✘  bin/setup:3:1  update  floats: codex update replaces the CLI by the newest one',
        '✘  package.json:1:42  package  floats: ^0.139.0 takes newer versions too',
        '✔  .tool-versions:1:7  tool  names 0.139.0',
        '  → Name 0.139.0: codex-cockpit pins scan --fix --write',
        '  → Remove it; the pin moves by a decision.',
        'Drift from 0.139.0: 3 of 4 places; 3 files read',
        '',
      ].join('\n'),
    );
  });

  it('judges by the pin of the rollout, or the one named', async () => {
    const { run, json } = project({ '.tool-versions': 'codex 0.150.0\n' });
    await run('init', '--name', 'Acme', '--pin', '0.150.0');
    expect(await json('pins', 'scan')).toMatchObject({ pin: '0.150.0', places: [{ state: 'same' }] });
    expect((await run('pins', 'scan')).code).toBe(0);
    expect((await run('pins', 'scan', '--pin', '0.139.0')).stdout).toContain('another version, 0.150.0');
  });

  it('shows a patch, writes it when asked, and leaves permissions and the rest as they are', async () => {
    const { run, read, cwd } = project(drifting);
    chmodSync(join(cwd, 'bin/setup'), 0o750);
    const shown = await run('pins', 'scan', '--fix');
    expect(shown.stdout).toContain('-npm i -g @openai/codex@latest\n+npm i -g @openai/codex@0.139.0\n');
    expect(shown.stderr).toBe('Next: codex-cockpit pins scan --fix --write\n');
    expect(read('bin/setup')).toBe(drifting['bin/setup']);

    const written = await run('pins', 'scan', '--fix', '--write');
    expect(written).toMatchObject({
      code: 1,
      stderr: 'wrote bin/setup: 1 place\nwrote package.json: 1 place\n',
    });
    expect(written.stdout).toContain('Drift from 0.139.0: 1 of 4 places');
    expect(read('bin/setup')).toBe('#!/bin/sh\nnpm i -g @openai/codex@0.139.0\ncodex update\n');
    expect(statSync(join(cwd, 'bin/setup')).mode & 0o777).toBe(0o750);
    expect(read('node_modules/a/package.json')).toContain('0.1.0');
  });

  it.each([
    [
      'junit',
      '<testcase name="a.sh:1:18" classname="pins" time="0"><failure message="floats: no version is named"',
    ],
    ['sarif', '"uri": "a.sh"'],
    ['markdown', '| `a.sh:1:18` | floats: no version is named |'],
    ['github', '::error file=a.sh,line=1,col=18,title=Codex CLI is not pinned to 0.139.0::'],
    ['json', '"format": "codex-cockpit/pins"'],
  ])('prints %s', async (format, text) => {
    const { run } = project({ 'a.sh': 'npx @openai/codex exec\n' });
    expect((await run('pins', 'scan', '--format', format)).stdout).toContain(text);
  });

  it('names what it could not read, does not wait for a pipe, follows no link, and is then not green', async () => {
    const { run, cwd } = project({
      'bad.py': Buffer.from([0x23, 0xff]),
      'a\u001b[31m.sh': 'npx @openai/codex\n',
    });
    spawnSync('mkfifo', [join(cwd, 'pipe.sh')]);
    symlinkSync('/', join(cwd, 'root'));
    const { code, stdout } = await run('pins', 'scan');
    expect(code).toBe(1);
    expect(stdout).toContain('not read: bad.py: it is not UTF-8\n');
    expect(stdout).toContain('Drift from 0.139.0: 1 of 1 places; 1 file read, 1 not read');
    expect(stdout).not.toContain('\u001b');
    expect((await run('pins', 'scan', '--fix', '--write')).stderr).toBe('wrote a.sh: 1 place\n');
  });

  it('reads the lock of a large project', async () => {
    const lock = `{"packages":{"node_modules/@openai/codex":{"version":"0.150.0"}}}${' '.repeat(5_000_000)}`;
    const { run } = project({ 'package-lock.json': lock });
    expect((await run('pins', 'scan')).stdout).toContain('Drift from 0.139.0: 1 of 1 places; 1 file read\n');
  });

  it('names a place outside of the working folder by a URI of its own', async () => {
    const { run, cwd } = project({ 'a.sh': 'npx @openai/codex\n' });
    const elsewhere = commandLine({ ...testWorld(), as: 'ada@example.com' });
    expect((await run('pins', 'scan', '--format', 'sarif')).stdout).toContain('"uri": "a.sh"');
    expect((await elsewhere.run('pins', 'scan', cwd, '--format', 'sarif')).stdout).toContain(
      `"uri": "file://${cwd}/a.sh"`,
    );
  });

  it.each([
    [['scan', 'nowhere'], 'there is no folder nowhere'],
    [['scan', '--write'], '--write needs --fix'],
    [['scan', '--pin', 'latest'], 'not an exact version'],
  ])('%j is refused with exit code 2', async (args, message) => {
    const answer = await project({}).run('pins', ...args);
    expect(answer).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});
