import { isTable } from '../../base/shape/check-shape.ts';
import type { PathFinding } from '../../base/shape/finding.ts';
import { type JudgedFor, lintProfiles } from '../../sandbox/profiles/lint-profiles.ts';
import type { PolicyFileKind } from '../policy-report.ts';
import { lintApprovalPolicy } from './approval-policy.ts';

/**
 * What a config.toml of the right form still gets wrong (docs/codex-facts.md, "Strict mode"), its
 * permission profiles included.
 */
export function lintConfig(
  config: Readonly<Record<string, unknown>>,
  { kind, version, codexFolder }: JudgedFor & { kind: Exclude<PolicyFileKind, 'requirements'> },
): PathFinding[] {
  if (kind === 'project')
    return [
      ...lintProjectKeys(config),
      ...lintConfig(withoutIgnored(config), { kind: 'config', version, codexFolder }),
    ];
  return [
    ...lintApprovalPolicy(config.approval_policy, ['approval_policy'], { version, use: 'set' }),
    ...lintLegacyProfiles(config, kind),
    ...lintProjects(config),
    ...lintWritableRoots(config),
    ...lintServers(config),
    ...lintProfiles(config, { version, codexFolder }),
  ];
}

/** What the CLI ignores in the config.toml of a project, with a warning that only an app-server shows. */
const notOfProjects = [
  'apps_mcp_product_sku',
  'chatgpt_base_url',
  'experimental_realtime_ws_base_url',
  'model_provider',
  'model_providers',
  'notify',
  'openai_base_url',
  'otel',
  'profile',
  'profiles',
];

function lintProjectKeys(config: Readonly<Record<string, unknown>>): PathFinding[] {
  return notOfProjects
    .filter((name) => Object.hasOwn(config, name))
    .map((name) => ({
      effect: 'ignored',
      path: [name],
      at: 'key',
      message: 'the CLI ignores this key in the config.toml of a project',
      remedy: "Set it in the user's config.toml, or in a profile file.",
    }));
}

const withoutIgnored = (config: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(config).filter(([name]) => !notOfProjects.includes(name)));

function lintProjects({ projects }: Readonly<Record<string, unknown>>): PathFinding[] {
  if (!isTable(projects)) return [];
  return Object.keys(projects)
    .filter((path) => !/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path))
    .map((path) => ({
      effect: 'ignored',
      path: ['projects', path],
      at: 'key',
      message: `"${path}" is not an absolute path: ~ is not expanded, and the project stays untrusted`,
      remedy: 'Write the absolute path of the project.',
    }));
}

function lintWritableRoots({
  sandbox_workspace_write: write,
}: Readonly<Record<string, unknown>>): PathFinding[] {
  const roots = isTable(write) && Array.isArray(write.writable_roots) ? write.writable_roots : [];
  return roots.flatMap((root, index) =>
    typeof root !== 'string' || /^(?:[/~]|[A-Za-z]:[\\/])/.test(root)
      ? []
      : [
          {
            effect: 'changed' as const,
            path: ['sandbox_workspace_write', 'writable_roots', index],
            at: 'value' as const,
            message: `the relative path "${root}" is read from the folder of this file, not from the project`,
            remedy: 'Write an absolute path.',
          },
        ],
  );
}

function lintLegacyProfiles(
  { profile, profiles }: Readonly<Record<string, unknown>>,
  kind: PolicyFileKind,
): PathFinding[] {
  const move = 'Move it to <name>.config.toml beside this file, and name it with --profile.';
  if (profile !== undefined) {
    const message = 'choosing a profile here is no longer supported';
    return [{ effect: 'refused', path: ['profile'], at: 'key', message, remedy: move }];
  }
  if (!isTable(profiles)) return [];
  if (kind === 'profile') {
    return Object.keys(profiles).map((name) => ({
      effect: 'ignored',
      path: ['profiles', name],
      at: 'key',
      message: 'the CLI ignores profiles inside of a profile file',
      remedy: `Move it to ${name}.config.toml beside this file.`,
    }));
  }
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
