import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Installed,
  type InstallTrial,
  installKind,
  judgeIntegrity,
  judgePath,
  judgePinKnowsRequirements,
  judgeVersion,
  parseVersion,
} from '../../../../src/domain/checks/judge/install.ts';
import { requirementsKeys } from '../../../../src/domain/policy/requirements/requirements-keys.ts';
import { baselineSchema } from '../../../../src/domain/upgrade/baseline/baseline.ts';
import { missing, outcome, segfault, timeout } from '../../../support/outcome.ts';

describe('the pinned CLI version', () => {
  const pin = '0.139.0';

  it('passes when the CLI states the pin on stdout', () => {
    expect(judgeVersion(outcome({ stdout: 'codex-cli 0.139.0\n' }), pin)).toMatchObject({ verdict: 'pass' });
  });

  it('fails on another version and names both', () => {
    const judged = judgeVersion(outcome({ stdout: 'codex-cli 0.150.0\n' }), pin);
    expect(judged).toMatchObject({
      verdict: 'fail',
      expected: 'codex-cli 0.139.0',
      actual: 'codex-cli 0.150.0',
    });
  });

  it('is not misled by noise on stderr', () => {
    const noisy = outcome({
      stdout: 'codex-cli 0.139.0\n',
      stderr: 'WARNING: proceeding, codex-cli 0.120.0\n',
    });
    expect(judgeVersion(noisy, pin).verdict).toBe('pass');
  });

  it('finds the version behind a warning on stdout', () => {
    expect(parseVersion(outcome({ stdout: 'WARNING: odd home\ncodex-cli 0.139.0\n' }))).toBe('0.139.0');
  });

  it.each([
    ['words around it', 'this is codex-cli 0.139.0 indeed\n'],
    ['nothing', ''],
    ['a bare number', '0.139.0\n'],
  ])('fails on %s in place of a version', (_, stdout) => {
    expect(judgeVersion(outcome({ stdout }), pin)).toMatchObject({
      verdict: 'fail',
      summary: 'the CLI does not state its version',
    });
  });

  it('takes a pre-release for another version', () => {
    expect(judgeVersion(outcome({ stdout: 'codex-cli 0.139.0-alpha.1\n' }), pin).verdict).toBe('fail');
  });

  it.each([
    ['a segmentation fault without output', segfault, 'killed by SIGSEGV'],
    ['no answer in time', timeout, 'no answer within 10.0 s'],
    ['a missing program', missing, 'no file codex'],
  ])('fails on %s', (_, broken, actual) => {
    expect(judgeVersion(broken, pin)).toMatchObject({ verdict: 'fail', actual });
  });

  it('names the pinned version, never the latest, when the platform package is missing', () => {
    const stderr = [
      'file:///lab/node_modules/@openai/codex/bin/codex.js:107',
      'Error: Missing optional dependency @openai/codex-linux-x64. Reinstall Codex: npm install -g @openai/codex@latest',
    ].join('\n');
    const judged = judgeVersion(outcome({ code: 1, stderr }), pin);
    expect(judged.remedy).toContain('npm install --save-exact @openai/codex@0.139.0');
    expect(judged.actual).toContain('Missing optional dependency');
    expect(JSON.stringify(judged)).not.toContain('@latest');
  });

  it('says that the native binary may not be executed', () => {
    const stderr = 'Error: spawn /lab/vendor/bin/codex EACCES\n    at ChildProcess._handle.onexit\n';
    expect(judgeVersion(outcome({ code: 1, stderr }), pin).actual).toBe(
      'exit 1: Error: spawn /lab/vendor/bin/codex EACCES',
    );
  });

  it('names the pinned version, never @latest, whatever is wrong', () => {
    const latest = 'Reinstall Codex: npm install -g @openai/codex@latest';
    for (const broken of [
      segfault,
      timeout,
      missing,
      outcome({ stdout: 'codex-cli 0.150.0\n' }),
      outcome({ code: 1, stderr: `Error: Missing optional dependency @openai/codex-linux-x64. ${latest}` }),
      outcome({ code: 1, stderr: `Error: no vendor folder. ${latest}\n    at codex.js:1` }),
    ]) {
      const judged = judgeVersion(broken, pin);
      expect(judged.remedy).toContain(
        'Install the pinned version: npm install --save-exact @openai/codex@0.139.0',
      );
      expect(JSON.stringify(judged)).not.toContain('@latest');
    }
  });

  it('is not told by a CLI that states a version and then fails', () => {
    const failing = outcome({ code: 1, stdout: 'codex-cli 0.139.0\n', stderr: 'Error: no' });
    expect(parseVersion(failing)).toBeUndefined();
    expect(judgeVersion(failing, pin)).toMatchObject({
      verdict: 'fail',
      summary: 'the CLI does not work: exit 1',
      actual: 'exit 1: Error: no',
    });
  });

  it('is the one on stdout, when stderr names another', () => {
    const noisy = { stdout: 'WARNING: odd home\r\ncodex-cli 0.150.0\r\n', stderr: 'codex-cli 0.139.0\n' };
    expect(judgeVersion(outcome(noisy), pin)).toMatchObject({ actual: 'codex-cli 0.150.0' });
    expect(judgeVersion(outcome({ stderr: 'codex-cli 0.139.0\n' }), pin)).toMatchObject({
      verdict: 'fail',
      actual: '(nothing on stdout)',
    });
  });

  it('shows what was printed in its place, cut, and without what a terminal would obey', () => {
    const judged = judgeVersion(outcome({ stdout: `\u001b[2J${'x'.repeat(5000)}` }), pin);
    expect(judged.actual).toBe('x'.repeat(120));
  });
});

describe('codex on PATH', () => {
  const npm = (path: string, version: string | undefined): Installed => ({
    path,
    realPath: `${path}/node_modules/@openai/codex/bin/codex.js`,
    kind: 'npm',
    version,
  });

  it('passes when the only one is the version under test', () => {
    expect(judgePath([npm('/a/codex', '0.139.0')], '0.139.0').verdict).toBe('pass');
  });

  it('passes when several are all of that version', () => {
    const judged = judgePath([npm('/a/codex', '0.139.0'), npm('/b/codex', '0.139.0')], '0.139.0');
    expect(judged).toMatchObject({ verdict: 'pass', summary: expect.stringContaining('2 codex on PATH') });
  });

  it('warns when there is none', () => {
    expect(judgePath([], '0.139.0')).toMatchObject({ verdict: 'warn', summary: 'no codex on PATH' });
  });

  it('warns that typing codex runs another version', () => {
    const judged = judgePath([npm('/a/codex', '0.120.0'), npm('/b/codex', '0.139.0')], '0.139.0');
    expect(judged).toMatchObject({
      verdict: 'warn',
      summary: 'typing codex runs 0.120.0, not the 0.139.0 under test',
    });
  });

  it('warns of another version further down, and of one that states none', () => {
    const judged = judgePath([npm('/a/codex', '0.139.0'), npm('/b/codex', undefined)], '0.139.0');
    expect(judged).toMatchObject({
      verdict: 'warn',
      summary: expect.stringContaining('does not state a version'),
    });
  });

  it.each([
    ['/lab/node_modules/@openai/codex/bin/codex.js', 'npm'],
    ['/opt/homebrew/Caskroom/codex/0.139.0/codex', 'homebrew'],
    ['/home/ada/.codex/packages/standalone/current/codex', 'standalone'],
    ['C:\\npm\\node_modules\\@openai\\codex\\bin\\codex.js', 'npm'],
    ['/usr/bin/codex', 'other'],
  ])('takes %s for an install of kind %s', (path, kind) => {
    expect(installKind(path)).toBe(kind);
  });
});

describe('the installed bytes', () => {
  const { binaries } = baselineSchema.parse(JSON.parse(readFileSync('data/baselines/0.139.0.json', 'utf8')));
  const published = binaries['linux-x64'] ?? '';
  const locked = { file: '/p/package-lock.json', wrapper: 'sha512-wr2f', native: 'sha512-14Ug' };

  const judge = (more: Partial<InstallTrial> = {}) =>
    judgeIntegrity({
      binary: { platform: 'linux-x64', sha256: published },
      recorded: published,
      locked,
      tested: '0.139.0',
      ...more,
    });

  it('of linux are the ones that two independent installs had', () => {
    expect(published).toBe('0729aedf4fe72971d81ef6803c817b850d711254d3c82ecc756a52f3b533c9f8');
    expect(judge()).toEqual({
      verdict: 'pass',
      summary: 'the native binary is the recorded 0.139.0, both packages are fixed in the lock',
    });
  });

  it('fail when one digest differs, with both of them and what not to do', () => {
    const judged = judge({ binary: { platform: 'linux-x64', sha256: 'ff' } });
    expect(judged).toMatchObject({
      verdict: 'fail',
      expected: `SHA-256 ${published}`,
      actual: 'SHA-256 ff',
      remedy: expect.stringContaining('npm install --save-exact @openai/codex@0.139.0'),
    });
    expect(judged.remedy).toMatch(/If it differs again, do not use it\.$/);
  });

  it.each([
    ['the wrapper only', { ...locked, native: undefined }, 'wrapper sha512-wr2f, native none'],
    ['the native package only', { ...locked, wrapper: undefined }, 'wrapper none, native sha512-14Ug'],
    ['neither', { ...locked, wrapper: undefined, native: undefined }, 'wrapper none, native none'],
  ])('fail when the lock fixes %s, though the binary is right', (_, lock, actual) => {
    expect(judge({ locked: lock })).toMatchObject({
      verdict: 'fail',
      summary: 'the lock does not fix both packages',
      actual: `/p/package-lock.json: ${actual}`,
    });
  });

  it.each([
    ['tampered with', { 'codex.js': 'aa', rg: 'ff' }, 'rg: SHA-256 ff'],
    ['gone', { 'codex.js': 'aa' }, 'rg: not there'],
  ])('fail when another program of the install is %s', (_, found, actual) => {
    expect(judge({ files: { found, recorded: { 'codex.js': 'aa', rg: 'bb' } } })).toMatchObject({
      verdict: 'fail',
      summary: 'programs of the install are not those of 0.139.0: rg',
      expected: 'rg: SHA-256 bb',
      actual,
    });
  });

  it('are compared without the other programs where an older baseline has none', () => {
    expect(judge({ files: { found: { rg: 'ff' }, recorded: undefined } }).verdict).toBe('pass');
  });

  it('fail when the wrapper is of another version than the binary, recorded or not', () => {
    expect(judge({ packaged: '0.139.0', tested: '0.160.0', recorded: undefined })).toMatchObject({
      verdict: 'fail',
      summary: 'the wrapper and the native binary are of different versions',
      actual: 'codex-cli 0.160.0',
    });
  });

  it('never pass without a digest to compare with', () => {
    expect(judge({ recorded: undefined })).toEqual({
      verdict: 'skip',
      summary: `no baseline of 0.139.0 on linux-x64 was recorded; the binary is ${published}`,
    });
    expect(judge({ binary: undefined }).verdict).toBe('skip');
  });

  it('say that no lock was found, which is no fault', () => {
    expect(judge({ locked: undefined }).summary).toBe(
      'the native binary is the recorded 0.139.0, no lock was found',
    );
  });
});

describe('the requirements in force', () => {
  const file = '/etc/codex/requirements.toml';
  const judge = (keys: readonly string[], pin = '0.139.0') =>
    judgePinKnowsRequirements({ file, keys }, file, pin);

  it('pass when the pin understands every key', () => {
    expect(judge(['allowed_sandbox_modes', 'permissions'])).toEqual({
      verdict: 'pass',
      summary: `0.139.0 understands all 2 keys of ${file}`,
    });
  });

  it('fail for a key that is ignored without a word, with the one that was meant', () => {
    expect(judge(['allowed_sandbox_mode', 'xyz', 'rules'])).toEqual({
      verdict: 'fail',
      summary: `0.139.0 ignores keys of ${file}`,
      expected: 'keys that 0.139.0 understands',
      actual: 'allowed_sandbox_mode (did you mean allowed_sandbox_modes?), xyz',
    });
  });

  it.each(['models', 'allow_remote_control', 'allowed_login_methods'])(
    'fail for %s, which came later',
    (key) => {
      expect(judge([key]).verdict).toBe('fail');
    },
  );

  it('fail when they cannot be read, with the place', () => {
    const broken = `${file}:1:26: invalid value`;
    expect(judgePinKnowsRequirements({ file, broken }, file, '0.139.0')).toMatchObject({
      verdict: 'fail',
      summary: `${file} is not TOML`,
      actual: broken,
    });
  });

  it('never pass for a pin whose keys nobody has recorded, and are recorded of three releases', () => {
    expect(judge(['rules'], '0.150.0')).toEqual({
      verdict: 'skip',
      summary: 'it is not recorded which keys 0.150.0 understands',
    });
    expect(requirementsKeys('0.120.0')).toBeUndefined();
    const counts = ['0.139.0', '0.160.0', '0.169.0'].map((version) => requirementsKeys(version)?.length);
    // One of them is another name of features.
    expect(counts).toEqual([22, 44, 47]);
  });

  it('are skipped where there are none', () => {
    expect(judgePinKnowsRequirements(undefined, file, '0.139.0')).toMatchObject({ verdict: 'skip' });
  });
});
