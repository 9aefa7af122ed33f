import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../../src/domain/sandbox/matrix/access-of.ts';
import { places, profile, profilesIn } from '../../../support/sandbox-profiles.ts';

const access = (id: string, path: string, toml?: string) => accessOf(profile(id, toml), path, places).access;

describe('what a profile gives to a path', () => {
  // docs/codex-facts.md, "Sandbox behaviour", read from the table of the real 0.139.0.
  it.each([
    ['dev', '/play/workspace/a', 'write'],
    ['dev', '/play/outside/a', 'read'],
    ['dev', '/tmp/a', 'write'],
    ['dev', '/play/tmp/a', 'write'],
    ['dev', '/play/workspace/.git/config', 'read'],
    ['dev', '/play/workspace/.codex/a', 'read'],
    ['dev', '/play/workspace/.agents/a', 'read'],
    ['dev', '/play/codex-home/a', 'read'],
    ['dev', '/play/user/secret', 'deny'],
    ['dev', '/play/user/secret/key', 'deny'],
    ['dev', '/play/user/secrets', 'read'],
    ['dev', '/play/workspace/a.env', 'deny'],
    ['dev', '/play/workspace/deep/a.env', 'deny'],
    ['dev', '/play/outside/a.env', 'read'],
    ['ro', '/play/workspace/a', 'read'],
    ['ro', '/play/user/secret/key', 'deny'],
    ['netdev', '/play/user/secret/key', 'read'],
    [':read-only', '/tmp/a', 'read'],
    [':workspace', '/tmpfoo/a', 'read'],
    [':workspace', '/play/workspace/.gitignore', 'write'],
  ] as const)('%s, %s: %s', (id, path, expected) => {
    expect(access(id, path)).toBe(expected);
  });

  it('gives nothing where no rule speaks of the path', () => {
    const toml = '[permissions.min.filesystem]\n":minimal" = "read"\n';
    expect(accessOf(profile('min', toml), '/play/outside/a', places)).toEqual({
      access: 'deny',
      rule: undefined,
      isProtected: false,
    });
  });

  it('opens .git to a rule of its own, and with the whole disk', () => {
    const own =
      '[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem.":workspace_roots"]\n".git" = "write"\n';
    expect(access('p', '/play/workspace/.git/a', own)).toBe('write');
    expect(access('p', '/play/workspace/.codex/a', own)).toBe('read');
    const disk = '[permissions.p.filesystem]\n":root" = "write"\n';
    expect(access('p', '/play/workspace/.git/a', disk)).toBe('write');
  });

  // Each was seen on the real 0.139.0 and 0.169.0.
  it.each([
    [1, 'a.env', 'deny'],
    [1, '1/a.env', 'write'],
    [2, '1/a.env', 'deny'],
    [3, '1/2/3/a.env', 'write'],
    [5, '1/2/3/4/a.env', 'deny'],
    [5, '1/2/3/4/5/a.env', 'write'],
  ] as const)('looks for a pattern %i deep at most: %s is %s', (depth, file, expected) => {
    const toml = `[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem]\nglob_scan_max_depth = ${depth}\n":workspace_roots" = { "**/*.env" = "deny" }\n[permissions.heir]\nextends = "p"\n`;
    expect(access('p', `/play/workspace/${file}`, toml)).toBe(expected);
    expect(access('heir', `/play/workspace/${file}`, toml)).toBe(expected);
  });

  it('takes ~ for the whole home', () => {
    const toml =
      '[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem]\n"~" = "deny"\n"~/ok" = "read"\n';
    expect(access('p', '/play/user/a', toml)).toBe('deny');
    expect(access('p', '/play/user/ok/a', toml)).toBe('read');
    expect(access('p', '/play/outside/a', toml)).toBe('read');
  });

  it('lets what denies a place win over another name for it', () => {
    const toml = '[permissions.p.filesystem]\n"~/.ssh" = "deny"\n"/home/me/.ssh" = "write"\n';
    const [meant] = profilesIn(toml);
    const own = { home: '/home/me', codexHome: '/home/me/.codex' };
    expect(meant && accessOf(meant, '/play/user/.ssh/a', { ...places, own }).access).toBe('deny');
    expect(meant && accessOf(meant, '/play/user/.ssh/a', places).access).toBe('deny');
  });

  it('lets the narrower rule win, and the later of two alike', () => {
    const toml =
      '[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem]\n":slash_tmp" = "deny"\n"/tmp/ok" = "write"\n';
    expect(access('p', '/tmp/a', toml)).toBe('deny');
    expect(access('p', '/tmp/ok/a', toml)).toBe('write');
  });
});
