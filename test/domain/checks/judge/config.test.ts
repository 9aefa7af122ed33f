import { describe, expect, it } from 'vitest';
import {
  type ApprovalTrial,
  configWarnings,
  judgeApprovals,
  judgeProfileFiles,
  judgeStrictConfig,
  judgeUsingDefaults,
  judgeWarnings,
  type ProfileTrial,
} from '../../../../src/domain/checks/judge/config.ts';
import { outcome, segfault, timeout } from '../../../support/outcome.ts';

describe('the strict configuration', () => {
  const file = '/home/ada/.codex/config.toml';

  it('passes when the server accepts it', () => {
    expect(
      judgeStrictConfig(outcome({ stderr: 'ERROR codex_app_server: could not find bubblewrap' }), file)
        .verdict,
    ).toBe('pass');
  });

  it('names the place in the file of the person, not in the copy', () => {
    const stderr =
      'Error: /scratch/home/config.toml:5:1: unknown configuration field `unknown_key`\nStack backtrace:\n 0: x';
    expect(judgeStrictConfig(outcome({ code: 1, stderr }), file)).toMatchObject({
      verdict: 'fail',
      actual: `${file}:5:1: unknown configuration field \`unknown_key\``,
    });
  });

  it('fails on a refusal without a place', () => {
    const stderr = 'Error: approval_policy = "untrusted" is no longer supported; remove this setting';
    expect(judgeStrictConfig(outcome({ code: 1, stderr }), file)).toMatchObject({
      verdict: 'fail',
      actual: stderr,
    });
  });

  it('fails when the server goes on with defaults, although it exits 0', () => {
    const stderr = 'WARN Invalid configuration; using defaults. config.toml:1:11';
    expect(judgeStrictConfig(outcome({ stderr }), file).verdict).toBe('fail');
  });

  it('skips when the CLI has no strict mode', () => {
    const stderr = "error: unexpected argument '--strict-config' found";
    expect(judgeStrictConfig(outcome({ code: 2, stderr }), file).verdict).toBe('skip');
  });

  it('is an error when there is no answer', () => {
    expect(judgeStrictConfig(timeout, file).verdict).toBe('error');
  });

  // docs/codex-facts.md, "Strict mode".
  it.each([
    [
      '$LAB/h/config.toml:1:17: unknown variant `sometimes`, expected one of `untrusted`, `never`',
      ':1:17: unknown variant `sometimes`, expected one of `untrusted`, `never`',
    ],
    [
      'Error: $LAB/h/config.toml:5:1: unknown configuration field `features.bogus`',
      ':5:1: unknown configuration field `features.bogus`',
    ],
    [
      'WARN noise first\nError: $LAB/h/config.toml:1:11: unclosed array, expected `]`',
      ':1:11: unclosed array, expected `]`',
    ],
  ])('gives line and column of %j', (stderr, place) => {
    expect(judgeStrictConfig(outcome({ code: 1, stderr }), file).actual).toBe(`${file}${place}`);
  });

  it.each([
    ['Error: Model provider `nosuch` not found', 'Error: Model provider `nosuch` not found'],
    ['noise\nError: no\n\nCaused by:\n    why\n\nStack backtrace:\n   0: x', 'Error: no'],
    ['', '(nothing on stderr)'],
    ['\u001b[31mERROR\u001b[0m  something', 'ERROR something'],
    [`Error: ${'x'.repeat(5000)}`, `Error: ${'x'.repeat(393)}`],
  ])('quotes a refusal without a place: %j', (stderr, actual) => {
    expect(judgeStrictConfig(outcome({ code: 1, stderr }), file)).toMatchObject({
      verdict: 'fail',
      summary: `${file} is not accepted`,
      actual,
    });
  });

  it('fails on a swallowed configuration before anything else is asked', () => {
    const stderr = 'WARN Invalid configuration; using defaults. 1:11';
    for (const code of [0, 1, 2])
      expect(judgeStrictConfig(outcome({ code, stderr }), file)).toMatchObject({
        verdict: 'fail',
        summary: `${file} is invalid, defaults would be used`,
        actual: stderr,
      });
  });

  it('does not take another usage error for an old CLI', () => {
    const stderr = "error: unexpected argument '--disable' found";
    expect(judgeStrictConfig(outcome({ code: 2, stderr }), file).verdict).toBe('fail');
  });

  it('is an error after a crash, which says nothing of the file', () => {
    expect(judgeStrictConfig(segfault, file)).toEqual({
      verdict: 'error',
      summary: 'app-server --strict-config: killed by SIGSEGV',
    });
  });
});

describe('the warnings about a configuration', () => {
  const file = '/home/ada/.codex/config.toml';
  const sent = (...params: unknown[]) =>
    configWarnings(params.map((one) => ({ method: 'configWarning', params: one })));

  // As 0.139.0 sent them.
  const bubblewrap = {
    summary:
      'Codex could not find bubblewrap on PATH. Install bubblewrap with your OS package manager. Codex will use the bundled bubblewrap in the meantime.',
    details: null,
  };
  const swallowed = {
    summary: 'Invalid configuration; using defaults.',
    details: 'config.toml:1:11: unclosed array',
  };
  const ignored = {
    summary:
      'Configured filesystem path `:project_roots` is not recognized by this version of Codex and will be ignored.',
  };

  describe('a configuration that is swallowed', () => {
    it('fails with what the server said of it', () => {
      expect(judgeUsingDefaults(sent(bubblewrap, swallowed), file)).toEqual({
        verdict: 'fail',
        summary: `the app-server ignores ${file} and goes on with defaults`,
        expected: 'the configuration is read',
        actual: 'Invalid configuration; using defaults. config.toml:1:11: unclosed array',
      });
    });

    it('fails when the rules of a file are not applied', () => {
      const rules = {
        summary: 'Error parsing rules; custom rules not applied.',
        details: 'default.rules:1:1',
      };
      expect(judgeUsingDefaults(sent(rules), file)).toMatchObject({
        verdict: 'fail',
        summary: 'the app-server ignores a rules file and goes on without its rules',
        actual: 'Error parsing rules; custom rules not applied. default.rules:1:1',
      });
    });

    it('fails for a broken rules file as well, whose rules nobody follows then', () => {
      const rules = { summary: 'Error parsing rules; custom rules not applied.', details: 'default.rules:3' };
      expect(judgeUsingDefaults(sent(rules), file)).toMatchObject({
        verdict: 'fail',
        summary: 'the app-server ignores a rules file and goes on without its rules',
        actual: 'Error parsing rules; custom rules not applied. default.rules:3',
      });
      expect(judgeWarnings(sent(rules), file).verdict).toBe('pass');
    });

    it.each([
      ['nothing was said', sent()],
      ['bubblewrap is missing', sent(bubblewrap)],
      ['something else is ignored', sent(ignored)],
    ])('is not, when %s', (_, warnings) => {
      expect(judgeUsingDefaults(warnings, file)).toEqual({
        verdict: 'pass',
        summary: `the app-server uses ${file}`,
      });
    });
  });

  describe('other warnings about the configuration', () => {
    it('warn, each with its details', () => {
      expect(judgeWarnings(sent(ignored, { summary: 'Deprecated', details: 'use b' }), file)).toEqual({
        verdict: 'warn',
        summary: `2 warnings about ${file}`,
        expected: 'no warning',
        actual: `${ignored.summary}; Deprecated use b`,
      });
    });

    it('leave out bubblewrap, and what another check fails on', () => {
      expect(judgeWarnings(sent(bubblewrap, swallowed), file).verdict).toBe('pass');
    });
  });

  describe('the warnings of a server', () => {
    it('are its notifications of that method, on one line each', () => {
      expect(
        configWarnings([
          { method: 'remoteControl/status/changed', params: { status: 'disabled' } },
          { method: 'configWarning', params: { summary: 'a\u001b[31m\nb', details: 'c\r\nd' } },
          { method: 'configWarning', params: { summary: 'no details' } },
          { method: 'configWarning', params: { text: 'of another form' } },
          { method: 'configWarning', params: null },
        ]),
      ).toEqual([
        { summary: 'a b', details: 'c d' },
        { summary: 'no details', details: '' },
      ]);
    });
  });
});

describe('a configured approval policy', () => {
  const trial = (more: Partial<ApprovalTrial>): ApprovalTrial => ({
    where: 'config.toml',
    asked: 'never',
    gets: 'never',
    refused: undefined,
    isForbidden: false,
    ...more,
  });

  it.each([
    ['is used as written', {}, 'pass', /never in config\.toml/],
    ['is refused', { gets: undefined, refused: 'no longer supported' }, 'fail', /is refused/],
    ['is read as another one', { asked: 'on-failure', gets: 'on-request' }, 'fail', /used as another one/],
    [
      'is not allowed by the requirements, which a session follows',
      { gets: 'on-request', isForbidden: true },
      'warn',
      /not allowed by the requirements/,
    ],
    [
      'is refused, whatever the requirements say',
      { gets: undefined, refused: 'no longer supported', isForbidden: true },
      'fail',
      /is refused/,
    ],
  ] as const)('%s', (_, more, verdict, summary) => {
    expect(judgeApprovals([trial(more)])).toMatchObject({
      verdict,
      summary: expect.stringMatching(summary),
    });
  });

  it('is skipped where none is configured', () => {
    expect(judgeApprovals([]).verdict).toBe('skip');
  });
});

describe('the profiles that a team relies on', () => {
  const judge = (trial: Partial<ProfileTrial>) =>
    judgeProfileFiles({ named: [], files: [], legacy: [], ...trial });

  it.each([
    ['each has its file', { named: ['team'], files: ['ci', 'team'] }, 'profile files: ci, team'],
    ['files are there that nobody named', { files: ['ci'] }, 'profile files: ci'],
    ['an old table of another name is left', { files: ['ci'], legacy: ['team'] }, 'profile files: ci'],
  ])('pass when %s', (_, trial, summary) => {
    expect(judge(trial)).toEqual({ verdict: 'pass', summary });
  });

  it('fail when one has no file: the CLI would use the base configuration without a word', () => {
    expect(judge({ named: ['team', 'ci'], files: ['ci'] })).toEqual({
      verdict: 'fail',
      summary: 'profiles would not be used as meant',
      expected: 'one file for each profile in use',
      actual: 'team.config.toml is missing',
    });
  });

  it('fail when a name is a file and a table, which the CLI refuses', () => {
    expect(judge({ files: ['team'], legacy: ['team'] }).actual).toBe(
      'team is a file and a table [profiles.team]',
    );
  });

  it('fail with every fault at once', () => {
    expect(judge({ named: ['a'], files: ['b'], legacy: ['b'] }).actual).toBe(
      'a.config.toml is missing; b is a file and a table [profiles.b]',
    );
  });

  it('fail when one in use is only a table of the old form', () => {
    expect(judge({ named: ['team'], legacy: ['team'] }).actual).toBe('team.config.toml is missing');
    expect(judge({ legacy: ['team', 'ci'] })).toMatchObject({
      verdict: 'fail',
      summary: 'legacy profiles only: team, ci',
      actual: '[profiles.team], [profiles.ci]',
      remedy: expect.stringContaining('codex -p refuses the old form'),
    });
  });

  it('are skipped when there are none', () => {
    expect(judge({})).toEqual({ verdict: 'skip', summary: 'no profile is in use' });
  });
});
