import { describe, expect, it } from 'vitest';
import { judgeVersion, parseVersion } from '../../../../../src/domain/checks/judge/install.ts';
import { missing, outcome, segfault, timeout } from '../../../../support/outcome.ts';

const pin = '0.139.0';

describe('the pinned CLI version', () => {
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
