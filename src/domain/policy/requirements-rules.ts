import { lintApprovalPolicy } from './approval-policy.ts';
import { isTable } from './check-shape.ts';
import type { Path, PathFinding } from './finding.ts';
import { lintPrefixRules } from './prefix-rules.ts';

type Requirements = Readonly<Record<string, unknown>>;

const at = (
  path: Path,
  end: PathFinding['at'],
  effect: PathFinding['effect'],
  message: string,
  remedy: string,
): PathFinding => ({ effect, path, at: end, message, remedy });

/**
 * What a requirements file of the right form still gets wrong: every message that the CLI was seen to
 * refuse one with (facts/codex-plugins-sandbox-policy.md §4.4), and what it takes without doing it.
 */
export function lintRequirements(requirements: Requirements, version: string): PathFinding[] {
  return [
    ...lintApprovals(requirements, version),
    ...lintSandboxModes(requirements),
    ...lintProfiles(requirements),
    ...lintServers(requirements),
    ...lintDenyRead(requirements),
    ...lintPrefixRules(requirements),
  ];
}

function lintApprovals(requirements: Requirements, version: string): PathFinding[] {
  const policies = requirements.allowed_approval_policies;
  const empty = ['allowed_approval_policies', 'allowed_approvals_reviewers'].flatMap((field) =>
    isEmpty(requirements[field])
      ? [
          at(
            [field],
            'value',
            'refused',
            'must not be empty',
            'Name at least one value, or take the key out.',
          ),
        ]
      : [],
  );
  const each = Array.isArray(policies)
    ? policies.flatMap((value, index) =>
        lintApprovalPolicy(value, ['allowed_approval_policies', index], { version, use: 'allowed' }),
      )
    : [];
  return [...empty, ...each];
}

function lintSandboxModes({ allowed_sandbox_modes: modes }: Requirements): PathFinding[] {
  if (!Array.isArray(modes) || modes.includes('read-only')) return [];
  return [
    at(
      ['allowed_sandbox_modes'],
      'value',
      'refused',
      'must include "read-only", to which everything else falls back',
      'Add "read-only" to the list.',
    ),
  ];
}

function lintProfiles(requirements: Requirements): PathFinding[] {
  const { allowed_permission_profiles: allowed, default_permissions: chosen, permissions } = requirements;
  const profiles = isTable(permissions)
    ? Object.keys(permissions).filter((name) => name !== 'filesystem')
    : [];
  if (chosen === undefined) {
    const first = profiles[0];
    if (first !== undefined) {
      return [
        at(
          ['permissions', first],
          'key',
          'refused',
          'profiles are defined and default_permissions is not set',
          `Set default_permissions, and allow ${first} in allowed_permission_profiles.`,
        ),
      ];
    }
    if (!isTable(allowed) || (allowed[':workspace'] === true && allowed[':read-only'] === true)) return [];
    return [
      at(
        ['allowed_permission_profiles'],
        'key',
        'refused',
        'default_permissions must be set, unless both :workspace and :read-only are allowed',
        'Set default_permissions to one of the allowed profiles.',
      ),
    ];
  }
  if (!isTable(allowed)) {
    const remedy = 'Add [allowed_permission_profiles] with the profiles that may be used.';
    return [
      at(
        ['default_permissions'],
        'key',
        'refused',
        'default_permissions needs allowed_permission_profiles',
        remedy,
      ),
    ];
  }
  if (typeof chosen !== 'string' || allowed[chosen] === true) return [];
  const message = `the default profile ${chosen} is not allowed by allowed_permission_profiles`;
  return [
    at(
      ['default_permissions'],
      'value',
      'refused',
      message,
      `Add "${chosen}" = true there, or choose another.`,
    ),
  ];
}

function lintServers({ mcp_servers: servers }: Requirements): PathFinding[] {
  if (!isTable(servers)) return [];
  return Object.entries(servers).flatMap(([name, server]) => {
    const identity = isTable(server) ? server.identity : undefined;
    if (!isTable(identity)) return [];
    const parts = ['command', 'url'].filter((part) => part in identity);
    const path = ['mcp_servers', name, 'identity'];
    if (parts.length === 0) {
      return [
        at(
          path,
          'value',
          'refused',
          'names neither command nor url',
          'Write { command = "…" } or { url = "…" }.',
        ),
      ];
    }
    if (parts.length === 1) return [];
    return [
      at(path, 'value', 'changed', 'names both command and url, of which one counts', 'Keep one of the two.'),
    ];
  });
}

function lintDenyRead({ permissions }: Requirements): PathFinding[] {
  const filesystem = isTable(permissions) ? permissions.filesystem : undefined;
  const paths = isTable(filesystem) && Array.isArray(filesystem.deny_read) ? filesystem.deny_read : [];
  return paths.flatMap((path, index) =>
    typeof path !== 'string' || /^(?:[/~*]|[A-Za-z]:[\\/])/.test(path)
      ? []
      : [
          at(
            ['permissions', 'filesystem', 'deny_read', index],
            'value',
            'changed',
            `the relative path "${path}" is taken, and does not say which folder it is in`,
            'Write an absolute path, ~/… or a pattern that starts with **/.',
          ),
        ],
  );
}

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
