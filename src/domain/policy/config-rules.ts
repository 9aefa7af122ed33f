import { type JudgedFor, lintProfiles } from '../sandbox/lint-profiles.ts';
import { lintApprovalPolicy } from './approval-policy.ts';
import { isTable } from './check-shape.ts';
import type { PathFinding } from './finding.ts';

/**
 * What a config.toml of the right form still gets wrong (facts/codex-plugins-sandbox-policy.md §3.1), its
 * permission profiles included.
 */
export function lintConfig(
  config: Readonly<Record<string, unknown>>,
  { version, codexFolder }: JudgedFor,
): PathFinding[] {
  return [
    ...lintApprovalPolicy(config.approval_policy, ['approval_policy'], { version, use: 'set' }),
    ...lintLegacyProfiles(config),
    ...lintServers(config),
    ...lintProfiles(config, { version, codexFolder }),
  ];
}

function lintLegacyProfiles({ profile, profiles }: Readonly<Record<string, unknown>>): PathFinding[] {
  const move = 'Move it to <name>.config.toml beside this file, and name it with --profile.';
  if (profile !== undefined) {
    const message = 'choosing a profile here is no longer supported';
    return [{ effect: 'refused', path: ['profile'], at: 'key', message, remedy: move }];
  }
  if (!isTable(profiles)) return [];
  return Object.keys(profiles).map((name) => ({
    effect: 'changed',
    path: ['profiles', name],
    at: 'key',
    message: `a legacy profile: the CLI refuses to start with --profile ${name} while it is here`,
    remedy: move,
  }));
}

function lintServers({ mcp_servers: servers }: Readonly<Record<string, unknown>>): PathFinding[] {
  if (!isTable(servers)) return [];
  return Object.entries(servers).flatMap(([name, server]) =>
    isTable(server) && 'command' in server && 'url' in server
      ? [
          {
            effect: 'refused' as const,
            path: ['mcp_servers', name, 'url'],
            at: 'key' as const,
            message: 'a server has either command or url',
            remedy: 'Keep one of the two.',
          },
        ]
      : [],
  );
}
