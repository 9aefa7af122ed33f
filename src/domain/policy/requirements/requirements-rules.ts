import semver from 'semver';
import { isTable } from '../../base/shape/check-shape.ts';
import type { Path, PathFinding } from '../../base/shape/finding.ts';
import { hasProxy, lintProfileTables } from '../../sandbox/profiles/lint-profiles.ts';
import { lintApprovalPolicy } from '../config/approval-policy.ts';
import { lintPrefixRules } from '../rules/prefix-rules.ts';

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
 * refuse one with (docs/codex-facts.md, "Malformed requirements"), and what it takes without doing it.
 */
export function lintRequirements(requirements: Requirements, version: string): PathFinding[] {
  return [
    ...lintApprovals(requirements, version),
    ...lintSandboxModes(requirements),
    ...lintProfiles(requirements, version),
    ...lintProfileTables(profilesOf(requirements), { version, hasProxy: hasProxy(requirements) }),
    ...lintServers(requirements),
    ...lintHooks(requirements),
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

function lintProfiles(requirements: Requirements, version: string): PathFinding[] {
  const { allowed_permission_profiles: allowed, default_permissions: chosen, permissions } = requirements;
  const profiles = Object.keys(profilesOf({ permissions }));
  if (semver.lt(version, '0.133.0')) {
    const message = `${version} reads no profiles from requirements`;
    return profiles.map((name) =>
      at(['permissions', name], 'key', 'ignored', message, 'Move the pin to 0.133.0 or later.'),
    );
  }
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

/** The profiles that requirements define: `filesystem` beside them is a table of its own. */
function profilesOf({ permissions }: Requirements): Requirements {
  return isTable(permissions)
    ? Object.fromEntries(Object.entries(permissions).filter(([name]) => name !== 'filesystem'))
    : {};
}

function lintServers({ mcp_servers: servers }: Requirements): PathFinding[] {
  if (!isTable(servers)) return [];
  return Object.entries(servers).flatMap(([name, server]) => {
    const identity = isTable(server) ? server.identity : undefined;
    if (!isTable(identity)) return [];
    if (name.includes('*')) {
      return [
        at(
          ['mcp_servers', name],
          'key',
          'changed',
          `"${name}" is a name and not a pattern: every server of another name is disabled`,
          'List each server by its name.',
        ),
      ];
    }
    if (typeof identity.command === 'string' && /\s/.test(identity.command.trim())) {
      const [program = ''] = identity.command.trim().split(/\s+/);
      return [
        at(
          ['mcp_servers', name, 'identity', 'command'],
          'value',
          'changed',
          'compared with the program alone: a server whose program is another is disabled, and its arguments are not looked at',
          `Write command = "${program}".`,
        ),
      ];
    }
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

/** A managed hook runs in the folder of the session, so a relative script is whatever the project has there. */
function lintHooks({ hooks }: Requirements): PathFinding[] {
  if (!isTable(hooks)) return [];
  return Object.entries(hooks).flatMap(([event, groups]) =>
    (Array.isArray(groups) ? groups : []).flatMap((group, index) =>
      (isTable(group) && Array.isArray(group.hooks) ? group.hooks : []).flatMap((hook, place) => {
        const command = isTable(hook) ? hook.command : undefined;
        const relative = typeof command === 'string' ? relativeScript(command) : undefined;
        if (relative === undefined) return [];
        const path = ['hooks', event, index, 'hooks', place, 'command'];
        const message = `${relative} is looked for in the folder of the session, where a project can put its own`;
        return [at(path, 'value', 'changed', message, 'Write the absolute path of the script.')];
      }),
    ),
  );
}

/** The first word of a command that is a relative path. */
const relativeScript = (command: string) =>
  command.split(/\s+/).find((word) => /^[\w.-]+\/|^\.\.?\//.test(word) && !/^[a-z]+:\/\//i.test(word));

function lintDenyRead({ permissions }: Requirements): PathFinding[] {
  const filesystem = isTable(permissions) ? permissions.filesystem : undefined;
  const paths = isTable(filesystem) && Array.isArray(filesystem.deny_read) ? filesystem.deny_read : [];
  return paths.flatMap((path, index) =>
    typeof path !== 'string' || /^(?:\/[^*?[/]|~|[A-Za-z]:[\\/])/.test(path)
      ? []
      : [
          at(
            ['permissions', 'filesystem', 'deny_read', index],
            'value',
            'ignored',
            path.startsWith('/')
              ? `"${path}" denies nothing: the CLI does not look for a pattern below /`
              : `the relative path "${path}" denies nothing`,
            'Begin with a folder, such as /srv/**/.env or ~/.ssh.',
          ),
        ],
  );
}

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
