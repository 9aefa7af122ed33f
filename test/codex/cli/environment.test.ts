import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../src/codex/cli/environment.ts';

describe('the environment of a child', () => {
  it('has a private CODEX_HOME, whatever ours is', () => {
    expect(childEnvironment({ CODEX_HOME: '/home/ada/.codex' }, '/private').CODEX_HOME).toBe('/private');
  });

  it('asks for no colours, no backtraces and no questions of git', () => {
    const parent = { RUST_BACKTRACE: '1', RUST_LOG: 'trace', FORCE_COLOR: '1', CLICOLOR_FORCE: '1' };
    expect(childEnvironment(parent, '/private')).toEqual({
      CODEX_HOME: '/private',
      NO_COLOR: '1',
      GIT_TERMINAL_PROMPT: '0',
    });
  });

  it.each([
    'PATH',
    'HOME',
    'LANG',
    'TMPDIR',
    'HTTPS_PROXY',
    'no_proxy',
    'SSL_CERT_FILE',
    'NODE_EXTRA_CA_CERTS',
  ])('passes on %s, which programs need', (name) => {
    expect(childEnvironment({ [name]: 'value' }, '/private')).toHaveProperty(name, 'value');
  });

  it.each([
    'OPENAI_API_KEY',
    'CODEX_API_KEY',
    'CODEX_COCKPIT_DB',
    'GITHUB_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'SSH_AUTH_SOCK',
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'RUST_BACKTRACE',
  ])('does not pass on %s', (name) => {
    expect(childEnvironment({ PATH: '/bin', [name]: 'secret' }, '/private')).not.toHaveProperty(name);
  });

  it('does not pass on anything else that smells of a secret', () => {
    const word = fc.stringMatching(/^[A-Z]{1,8}$/);
    const smell = fc.constantFrom('KEY', 'TOKEN', 'SECRET', 'PASSWORD', 'CREDENTIALS', 'COOKIE');
    fc.assert(
      fc.property(word, smell, (first, second) => {
        const parent = { [`${first}_${second}`]: 'hush', [second]: 'hush', [`${first}${second}`]: 'hush' };
        expect(Object.values(childEnvironment(parent, '/private'))).not.toContain('hush');
      }),
    );
  });

  it('is as it was given where a value is empty or missing', () => {
    const env = childEnvironment({ LANG: '', TZ: undefined }, '/private');
    expect([env.LANG, 'TZ' in env]).toEqual(['', false]);
  });
});
