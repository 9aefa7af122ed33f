import { describe, expect, it } from 'vitest';
import { machineFindings, machineNotices } from '../../../../src/domain/sandbox/matrix/machine-notices.ts';
import { BUILTIN_PROFILES } from '../../../../src/domain/sandbox/profiles/profile.ts';
import type { Found, Machine } from '../../../../src/domain/sandbox/trials/machine.ts';
import { profilesIn } from '../../../support/sandbox-profiles.ts';

const here: Machine = {
  ...{ home: '/home/me', codexHome: '/home/me/.codex', workspace: '/home/me/src/app', tmpdir: undefined },
  ...{ ripgrepConfig: undefined, hooksPath: undefined, homeIsLink: false, isGitFolder: false },
  ...{ found: new Map(), links: [], files: [] },
};

const missing = (name: string, ...beside: string[]): Found => ({ kind: 'missing', name, beside });

const inProfile = (filesystem: string) =>
  profilesIn(`[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem]\n${filesystem}`);

const notices = (filesystem: string, more: Partial<Machine>) =>
  machineNotices(inProfile(filesystem), { ...here, ...more }).map(
    ({ verdict, message }) => `${verdict} ${message}`,
  );

const findings = (filesystem: string, more: Partial<Machine>) =>
  machineFindings(inProfile(filesystem), { ...here, ...more }).map(
    ({ field, message }) => `${field}: ${message}`,
  );

describe('what a profile opens on this machine alone', () => {
  it.each([
    [
      'CODEX_HOME in a folder of the profile',
      '"/data" = "write"',
      { codexHome: '/data/codex' },
      /^warn CODEX_HOME .*"\/data" = "write"/,
    ],
    ['CODEX_HOME in /tmp', '', { codexHome: '/tmp/codex' }, /^warn CODEX_HOME .*":slash_tmp" = "write"/],
    [
      'the home as the workspace',
      '',
      { workspace: '/home/me' },
      /^warn the home \(\/home\/me\) may be written here: p, by ":workspace_roots"/,
    ],
    ['the disk as the workspace', '', { workspace: '/' }, /^warn the home/],
    ['the home as $TMPDIR', '', { tmpdir: '/home/me' }, /^warn the home .*":tmpdir"/],
    [
      'a git folder as the workspace',
      '',
      { workspace: '/srv/a.git', isGitFolder: true },
      /^warn the git folder/,
    ],
    [
      'hooks in the workspace',
      '',
      { hooksPath: '/home/me/src/app/.husky' },
      /^warn the folder that git takes hooks from/,
    ],
    [
      'a workspace below /tmp',
      '',
      { workspace: '/tmp/a/b' },
      /^warn the folder above this workspace \(\/tmp\/a\)/,
    ],
  ])('is named: %s', (_, filesystem, more, expected) => {
    expect(notices(filesystem, more)).toContainEqual(expect.stringMatching(expected));
  });

  it('is nothing in the usual places, or where hooks are closed', () => {
    expect(notices('', {})).toEqual([]);
    const closed = '":workspace_roots" = { ".husky" = "read" }\n';
    expect(notices(closed, { hooksPath: '/home/me/src/app/.husky' })).toEqual([]);
    expect(machineNotices(BUILTIN_PROFILES, here)).toEqual([]);
    // The rows show these.
    expect(notices('"~" = "write"', {})).toEqual([]);
    expect(notices('":root" = "write"', {})).toEqual([]);
    expect(notices('', { home: '/nonexistent' })).toEqual([]);
  });

  it('is what ripgrep leaves out, where patterns are denied', () => {
    const more = { ripgrepConfig: '/home/me/.ripgreprc' };
    expect(notices('":workspace_roots" = { "**/*.env" = "deny" }', more)).toEqual([
      expect.stringMatching(
        /^warn RIPGREP_CONFIG_PATH is set .* such as ":workspace_roots"."\*\*\/\*.env" = "deny"/,
      ),
    ]);
    expect(notices('"~/.ssh" = "deny"', more)).toEqual([]);
  });
});

describe('a place that is not on this machine', () => {
  it('is named, with the one that is there and that may be meant', () => {
    const found = new Map([
      ['~/.shh', missing('.shh', '.ssh', '.profile')],
      ['./secret', missing('secret', 'secrets', 'src')],
      ['~/.kube', missing('.kube', '.profile')],
      ['./.github/workflows', missing('.github', '.git')],
    ]);
    const filesystem =
      '"~/.shh" = "deny"\n"~/.kube" = "deny"\n":workspace_roots" = { "secret" = "deny", ".github/workflows" = "read" }\n';
    expect(notices(filesystem, { found })).toEqual([
      'warn ~/.shh is not on this machine, and ~/.ssh is, which no rule names',
      'warn secret is not on this machine, and secrets is, which no rule names',
      'skip not on this machine, and tried on a substitute: ~/.kube, .github/workflows',
    ]);
  });

  it('is a finding where it is there with other capitals', () => {
    const found = new Map([['~/.SSH', missing('.SSH', '.ssh')]]);
    expect(findings('"~/.SSH" = "deny"', { found })).toEqual([
      'permissions.p.filesystem."~/.SSH": there is no .SSH on this machine, and there is .ssh: Linux tells capitals apart',
    ]);
    const files = ['src/a.env', 'b.ENV'];
    expect(findings('":workspace_roots" = { "**/*.ENV" = "deny" }', { files })).toEqual([
      expect.stringContaining('src/a.env matches it with other capitals alone'),
    ]);
    expect(findings('":workspace_roots" = { "**/*.env" = "deny" }', { files: ['src/a.env'] })).toEqual([]);
  });
});

describe('one place under two names', () => {
  it('is a finding where one of them denies it', () => {
    expect(findings('"~/.ssh" = "deny"\n"/home/me/.ssh" = "write"', {})).toEqual([
      expect.stringContaining('the same place as "~/.ssh" = "deny" on this machine'),
    ]);
    expect(findings('"~/.ssh" = "deny"\n"~/.ssh/" = "write"', {})).toHaveLength(1);
    expect(findings('"~/.ssh" = "deny"\n"~/./.ssh" = "read"', {})).toHaveLength(1);
    expect(findings('"~/.ssh" = "deny"\n"/home/me/.ssh" = "deny"\n"/home/me/b" = "write"', {})).toEqual([]);
  });
});
