import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cockpit } from '../../support/cockpit.ts';
import { fakeCodex } from '../../support/fake-codex.ts';

const suite = (name: string, contains: string) => `version: 1
suite: ${name}
title: What we rely on
checks:
  - id: ${name}.exec-help
    title: exec still takes --json
    why: Our CI reads the event stream.
    severity: blocker
    scope: static
    phase: standardize
    owner: platform engineer
    remedy: Do not move the pin to {pin}.
    command: [codex, exec, --help]
    expect:
      stdout: { contains: ${contains} }
`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;

const codex = () => fakeCodex({ when: ['exec', '--help'], stdout: 'Usage: codex exec --json\n' });

function project() {
  const place = cockpit();
  writeFileSync(join(place.cwd, 'team.yaml'), suite('team', '--json'));
  writeFileSync(join(place.cwd, 'other.yaml'), suite('other', '--xml'));
  return place;
}

describe('a suite that a team wrote in YAML only', () => {
  it('runs, with check ids after it', async () => {
    const { run } = project();
    const { code, stdout } = await run('check', '--suite', 'team.yaml', 'team.exec-help', '--codex', codex());
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/✔ pass {4}team\.exec-help {2}static/),
    });
  });

  it('fails with expected, actual and remedy, beside another suite', async () => {
    const { run } = project();
    const { code, stdout } = await run(
      'check',
      '--suite',
      'team.yaml',
      '--suite',
      'other.yaml',
      '--codex',
      codex(),
    );
    expect(code).toBe(1);
    for (const text of [
      '1 pass, 1 fail',
      'stdout contains "--xml"',
      'Usage: codex exec --json',
      'Do not move the pin to 0.139.0.',
    ]) {
      expect(stdout).toContain(text);
    }
  });

  it('is found in checks/ of the project, listed, explained and validated without running anything', async () => {
    const { run, cwd, root } = project();
    mkdirSync(join(cwd, 'checks'));
    writeFileSync(join(cwd, 'checks', 'team.yaml'), suite('team', '--json'));
    expect((await run('check', 'list')).stdout).toMatch(
      /^team\.exec-help +blocker +static +exec still takes --json$/m,
    );
    expect((await run('check', 'explain', 'team.exec-help')).stdout).toContain(
      'declared at                 checks/team.yaml:5:5',
    );
    expect(await run('check', 'validate', 'team.yaml')).toMatchObject({
      code: 0,
      stdout: 'team.yaml: 1 checks, all valid\n',
    });
    expect(existsSync(join(root, 'data'))).toBe(false);
  });

  it('is explained with the pin in its remedy: the one of the rollout, and the default before it begins', async () => {
    const { run } = project();
    const explain = async () =>
      (await run('check', 'explain', 'team.exec-help', '--suite', 'team.yaml')).stdout;
    expect(await explain()).toContain('Do not move the pin to 0.139.0.');
    await run('init', '--name', 'Acme', '--pin', '0.140.0');
    expect(await explain()).toContain('Do not move the pin to 0.140.0.');
  });

  it('gives each result to every file that was asked for, and its evidence to a private folder', async () => {
    const { run, cwd } = project();
    const outputs = ['--output', 'junit=out.xml', '--output', 'sarif=out.sarif', '--evidence', 'evidence'];
    expect((await run('check', '--suite', 'team.yaml', '--codex', codex(), ...outputs)).code).toBe(0);
    expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toContain('<testcase name="team.exec-help"');
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(join(cwd, 'evidence', 'team.exec-help-1.txt'), 'utf8')).toContain(
      'Usage: codex exec --json',
    );
    expect((statSync(join(cwd, 'evidence')).mode & 0o777).toString(8)).toBe('700');
  });

  it('exits 1 with --require-proof when a blocker was skipped, and 0 without', async () => {
    const { run, cwd } = project();
    const elsewhere = process.platform === 'win32' ? 'linux' : 'win32';
    const text = suite('team', '--json').replace('    scope:', `    platforms: [${elsewhere}]\n    scope:`);
    writeFileSync(join(cwd, 'skipped.yaml'), text);
    const asking = ['check', '--suite', 'skipped.yaml', '--codex', codex()];
    const lenient = await run(...asking);
    expect(lenient).toMatchObject({ code: 0, stdout: expect.stringContaining('team.exec-help') });
    expect((await run(...asking, '--require-proof')).code).toBe(1);
    const lower = text.replace('severity: blocker', 'severity: warn');
    writeFileSync(join(cwd, 'skipped.yaml'), lower);
    expect((await run(...asking, '--require-proof')).code).toBe(0);
  });

  it('cannot steer the terminal, whatever its texts say', async () => {
    const { run, cwd } = project();
    const text = suite('team', '--json')
      .replace('exec still takes --json', '"exec \\e]0;owned\\a\\e[2J still\\u202e takes --json"')
      .replace('[codex, exec, --help]', '[codex, exec, "\\e[31m\\x9b5n\\u2066"]');
    writeFileSync(join(cwd, 'hostile.yaml'), text);
    for (const command of [['list'], ['explain', 'team.exec-help'], ['list', '--json']]) {
      const { code, stdout } = await run('check', ...command, '--suite', 'hostile.yaml');
      expect({ code, stdout }).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('exec still takes --json'),
      });
      expect(stdout).not.toMatch(steering);
    }
  });

  it('leaves evidence that cannot steer the terminal of who reads it', async () => {
    const { run, cwd } = project();
    const hostile = fakeCodex({ when: ['exec', '--help'], stdout: '\u001b[2J\u0007--json\u202e\n' });
    const flags = ['--suite', 'team.yaml', '--codex', hostile, '--evidence', 'evidence'];
    expect((await run('check', ...flags)).code).toBe(0);
    const text = readFileSync(join(cwd, 'evidence', 'team.exec-help-1.txt'), 'utf8');
    expect(text).toContain('--- stdout\n--json\n');
    expect(text).not.toMatch(steering);
  });

  it('is refused when it is not UTF-8, with the place of the byte', async () => {
    const { run, cwd } = project();
    const text = suite('team', '--json').replace('Our CI', 'Our café CI');
    writeFileSync(join(cwd, 'latin.yaml'), Buffer.from(text, 'latin1'));
    expect(await run('check', 'validate', 'latin.yaml')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/latin\.yaml:7:17: not UTF-8: byte 0xe9/),
    });
  });

  it('is told to a GitHub job as annotations and in its summary', async () => {
    const { run, cwd } = project();
    const summary = join(cwd, 'summary.md');
    writeFileSync(summary, '');
    const place = cockpit({ GITHUB_STEP_SUMMARY: summary });
    writeFileSync(join(place.cwd, 'other.yaml'), suite('other', '--xml'));
    const { stdout } = await place.run(
      'check',
      '--suite',
      'other.yaml',
      '--codex',
      codex(),
      '--format',
      'github',
    );
    expect(stdout).toMatch(/^::error file=other\.yaml,line=5,title=fail%3A other\.exec-help::/);
    expect(readFileSync(summary, 'utf8')).toContain('| fail | other.exec-help |');
    expect((await run('check', '--output', 'xml=out.xml')).code).toBe(2);
  });
});
