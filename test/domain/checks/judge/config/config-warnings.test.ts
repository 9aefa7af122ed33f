import { describe, expect, it } from 'vitest';
import {
  configWarnings,
  judgeUsingDefaults,
  judgeWarnings,
} from '../../../../../src/domain/checks/judge/config.ts';

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
    const rules = { summary: 'Error parsing rules; custom rules not applied.', details: 'default.rules:1:1' };
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
