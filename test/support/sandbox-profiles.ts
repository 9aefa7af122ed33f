import { parse } from 'smol-toml';
import { BUILTIN_PROFILES, type SandboxProfile } from '../../src/domain/sandbox/profiles/profile.ts';
import { readProfiles } from '../../src/domain/sandbox/profiles/read-profiles.ts';
import type { Places } from '../../src/domain/sandbox/trials/places.ts';

/** A isolated folder that is on no disk. */
export const places: Places = {
  workspace: '/play/workspace',
  gitFolder: '/play/workspace/.git',
  outside: '/play/outside',
  userHome: '/play/user',
  codexHome: '/play/codex-home',
  login: '/play/codex-home/auth.json',
  tmpdir: '/play/tmp',
  services: '/services',
  loginName: '/data/codex/auth.json',
  disk: '/play/disk',
};

/** The three custom profiles of the facts, §2.2: `dev`, `ro` and `netdev`. */
export const customProfiles = `default_permissions = "dev"

[permissions.dev]
description = "workspace write, no net, secrets denied"
extends = ":workspace"
[permissions.dev.filesystem]
"~/secret" = "deny"
glob_scan_max_depth = 3
[permissions.dev.filesystem.":workspace_roots"]
"." = "write"
"**/*.env" = "deny"
[permissions.dev.network]
enabled = false

[permissions.ro.filesystem]
":root" = "read"
"~/secret" = "none"

[permissions.netdev]
extends = ":workspace"
[permissions.netdev.network]
enabled = true
`;

/** The profiles of a configuration; every place in it is line 1. */
export function profilesIn(toml: string): readonly SandboxProfile[] {
  return readProfiles(parse(toml).permissions, () => ({ file: 'config.toml', line: 1, column: 1 }));
}

/** A profile of a configuration, or one of the CLI. */
export function profile(id: string, toml = customProfiles): SandboxProfile {
  const found = [...BUILTIN_PROFILES, ...profilesIn(toml)].find((one) => one.id === id);
  if (!found) throw new Error(`no profile ${id}`);
  return found;
}

const wide = {
  'write.workspace': 'allowed',
  'write.outside': 'denied',
  'write.link': 'denied',
  'write.home': 'denied',
  'write.tmp': 'allowed',
  'write.tmpdir': 'allowed',
  'write.git': 'denied',
  'write.submodule': 'denied',
  'write.worktree': 'denied',
  'write.worktree-file': 'allowed',
  'write.codex': 'denied',
  'write.agents': 'denied',
  'write.codex-home': 'denied',
  'write.nested-codex': 'allowed',
  'write.nested-agents': 'allowed',
  'write.agents-md': 'allowed',
  'write.nested-git': 'allowed',
  'write.pipe': 'allowed',
  'read.workspace': 'allowed',
  'read.home': 'allowed',
  'read.outside': 'allowed',
  'read.auth': 'allowed',
  'read.sessions': 'allowed',
  'read.environment': 'allowed',
  'read:~/secret': 'allowed',
  'read:**/*.env': 'allowed',
  'read:**/*.env, far down': 'allowed',
  'read:beside **/*.env': 'allowed',
  'read:**/*.env, renamed': 'allowed',
  'read.link': 'allowed',
  'net.connect': 'denied',
  'net.bind': 'denied',
  'net.outbound': 'denied',
  'net.socket': 'denied',
  'net.docker': 'denied',
  'net.datagram': 'allowed',
  processes: 'denied',
  namespaces: 'allowed',
  privileges: 'allowed',
  'write.kernel': 'allowed',
};
const narrow = {
  ...wide,
  'write.workspace': 'denied',
  'write.tmp': 'denied',
  'write.tmpdir': 'denied',
  'write.nested-codex': 'denied',
  'write.nested-agents': 'denied',
  'write.agents-md': 'denied',
  'write.nested-git': 'denied',
  'write.worktree-file': 'denied',
};
const noSecret = { 'read:~/secret': 'denied', 'read.link': 'denied' };

/** What a command can do under each profile: the table of docs/codex-facts.md, "Sandbox behaviour". */
export const factsTable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ':read-only': narrow,
  ':workspace': wide,
  ':danger-full-access': Object.fromEntries(Object.keys(wide).map((id) => [id, 'allowed'])),
  dev: { ...wide, ...noSecret, 'read:**/*.env': 'denied' },
  ro: { ...narrow, ...noSecret },
  netdev: {
    ...wide,
    'net.connect': 'allowed',
    'net.bind': 'allowed',
    'net.outbound': 'allowed',
    'net.socket': 'allowed',
    'net.docker': 'allowed',
  },
};
