import { isTable } from '../../base/shape/check-shape.ts';
import type { Finding, PathFinding } from '../../base/shape/finding.ts';
import { nearestOrAll } from '../../base/text/suggest.ts';
import { purposeOfRead } from '../matrix/read-rules.ts';
import { lintFilesystem } from './lint-filesystem.ts';
import { lintNames, lintProfileName } from './lint-names.ts';
import { lintGlobs } from './lint-patterns.ts';
import { BUILTIN_PROFILES, FULL_ACCESS } from './profile.ts';
import { networkKeys, profileKeys } from './profile-keys.ts';
import { readProfiles } from './read-profiles.ts';
import { unknownKeys } from './unknown-keys.ts';

type Table = Readonly<Record<string, unknown>>;

/** Which CLI a configuration is judged for, and where it lies. */
export type JudgedFor = { version: string; codexFolder?: string | undefined };

/**
 * What is wrong with the permission profiles of a config.toml: the CLI ignores what it does not know,
 * also in its strict mode (docs/codex-facts.md, "Permission profiles").
 * Where the CLI lies tells whether a profile lets the sandbox see it.
 */
export function lintProfiles(config: Table, judgedFor: JudgedFor): PathFinding[] {
  const { permissions } = config;
  if (!isTable(permissions)) return lintMisplaced(config);
  return [
    ...lintDefault(config, permissions),
    ...lintSandboxMode(config),
    ...lintMisplaced(config),
    ...lintProfileTables(permissions, { ...judgedFor, hasProxy: hasProxy(config) }),
  ];
}

/**
 * What is wrong with the profiles themselves, wherever their `[permissions]` table is: in a config.toml or in
 * requirements.
 */
export function lintProfileTables(
  permissions: Table,
  { version, codexFolder, hasProxy }: JudgedFor & { hasProxy: boolean },
): PathFinding[] {
  return Object.entries(permissions).flatMap(([id, profile]) =>
    isTable(profile)
      ? [
          ...lintName(id),
          ...lintProfileName(id, Object.keys(permissions)),
          ...lintNames(profile, ['permissions', id]),
          ...unknownKeys(profile, profileKeys, ['permissions', id]),
          ...lintKinds(profile, ['permissions', id]),
          ...lintExtends(permissions, id),
          ...lintFilesystem(profile.filesystem, ['permissions', id, 'filesystem'], { version }),
          ...lintReadBelowDenied(permissions, id),
          ...lintGlobs(permissions, id),
          ...lintNetwork(profile.network, ['permissions', id, 'network'], hasProxy),
          ...lintOwnBinary(permissions, id, codexFolder),
        ]
      : [],
  );
}

/** Whether the CLI sends the network of commands through its proxy. */
export function hasProxy({ features }: Table): boolean {
  return isTable(features) && features.network_proxy === true;
}

function lintDefault(
  { default_permissions: chosen, sandbox_mode: mode }: Table,
  permissions: Table,
): PathFinding[] {
  const names = [...Object.keys(permissions), ...BUILTIN_PROFILES.map(({ id }) => id)];
  if (Object.keys(permissions).length === 0) return [];
  if (chosen === undefined) {
    // A sandbox mode takes the place of a default profile.
    if (mode !== undefined) return [];
    return [
      {
        effect: 'refused',
        path: ['permissions'],
        at: 'key',
        message: 'there are profiles, and default_permissions does not choose one',
        remedy: 'Set default_permissions to the profile that sessions begin with.',
      },
    ];
  }
  if (typeof chosen !== 'string' || names.includes(chosen)) return [];
  return [
    {
      effect: 'refused',
      path: ['default_permissions'],
      at: 'value',
      message: `there is no profile "${chosen}"`,
      remedy: nearestOrAll(chosen, names),
    },
  ];
}

function lintSandboxMode({ sandbox_mode: mode, default_permissions: chosen }: Table): PathFinding[] {
  if (mode === undefined || chosen === undefined) return [];
  return [
    {
      effect: 'changed',
      path: ['sandbox_mode'],
      at: 'key',
      message:
        'beside default_permissions only one of the two holds: documented is this one, seen on 0.139.0 is the profile',
      remedy: 'Keep one of the two.',
    },
  ];
}

/** A denied place hides all that is in it; only what may be written is put back (seen on 0.139.0 and 0.169.0). */
function lintReadBelowDenied(permissions: Table, id: string): PathFinding[] {
  const nowhere = { file: '', line: 1, column: 1 };
  const rules = readProfiles(permissions, () => nowhere).find((profile) => profile.id === id)?.rules ?? [];
  return rules
    .filter((rule) => rule.keys[0] === id && purposeOfRead(rule, rules) === 'opens')
    .map(({ keys }) => ({
      effect: 'ignored',
      path: ['permissions', ...keys],
      at: 'key',
      message:
        'it stays closed: a place that is denied hides what is in it, and "read" does not bring it back',
      remedy: 'Deny what is beside it in place of the folder above, or take this line out.',
    }));
}

/** What belongs to a permission profile and is in a table of the profiles before them, which has no such key. */
function lintMisplaced({ profiles }: Table): PathFinding[] {
  if (!isTable(profiles)) return [];
  return Object.entries(profiles).flatMap(([id, profile]) =>
    Object.keys(isTable(profile) ? profile : {})
      .filter((key) => key !== 'description' && profileKeys.some((name) => name === key))
      .map((key) => ({
        effect: 'ignored' as const,
        path: ['profiles', id, key],
        at: 'key' as const,
        message: 'permission profiles are in [permissions], and the CLI looks for none in here',
        remedy: `Write [permissions.${id}] in its place.`,
      })),
  );
}

function lintName(id: string): PathFinding[] {
  if (!id.startsWith(':')) return [];
  const message = 'names that begin with a colon belong to the CLI';
  return [
    { effect: 'refused', path: ['permissions', id], at: 'key', message, remedy: 'Choose another name.' },
  ];
}

const kinds = {
  extends: 'a text in quotes',
  filesystem: 'a table',
  network: 'a table',
  workspace_roots: 'a table',
};

function lintKinds(profile: Table, path: readonly string[]): PathFinding[] {
  return Object.entries(kinds).flatMap(([name, kind]): PathFinding[] => {
    const value = profile[name];
    const fits = kind === 'a table' ? isTable(value) : typeof value === 'string';
    if (value === undefined || fits) return [];
    const at = { path: [...path, name], at: 'value' as const };
    return [{ ...at, effect: 'refused', message: `must be ${kind}`, remedy: `Write ${kind}.` }];
  });
}

function lintExtends(permissions: Table, id: string): PathFinding[] {
  const path = ['permissions', id, 'extends'];
  const refused = (message: string, remedy: string): PathFinding[] => [
    { effect: 'refused', path, at: 'value', message, remedy },
  ];
  const chain = [id];
  for (;;) {
    const profile = permissions[chain.at(-1) ?? ''];
    const parent = isTable(profile) ? profile.extends : undefined;
    if (typeof parent !== 'string') return [];
    if (parent === FULL_ACCESS) {
      return refused(`${FULL_ACCESS} cannot be extended`, 'Extend :workspace or :read-only.');
    }
    if (BUILTIN_PROFILES.some((builtin) => builtin.id === parent)) return [];
    if (chain.includes(parent))
      return refused(`it extends itself: ${[...chain, parent].join(' -> ')}`, 'Break the circle.');
    if (!isTable(permissions[parent])) {
      // A profile further up is complained about at its own place.
      const names = [':workspace', ':read-only', ...Object.keys(permissions)].filter((name) => name !== id);
      return chain.length > 1 ? [] : refused(`there is no profile "${parent}"`, nearestOrAll(parent, names));
    }
    chain.push(parent);
  }
}

function lintNetwork(network: unknown, path: readonly string[], hasProxy: boolean): PathFinding[] {
  if (!isTable(network)) return [];
  const domains: PathFinding[] =
    network.domains === undefined || hasProxy
      ? []
      : [
          {
            effect: 'changed',
            path: [...path, 'domains'],
            at: 'key',
            message: 'domains are not enforced without the proxy: every host is reached',
            remedy: 'Set features.network_proxy = true, or switch the network off.',
          },
        ];
  return [...unknownKeys(network, networkKeys, path), ...domains];
}

// What ":minimal" shows of the machine (docs/codex-facts.md, "Sandbox behaviour").
const systemFolders = ['/usr/', '/bin/', '/sbin/', '/lib/', '/lib64/'];

function lintOwnBinary(permissions: Table, id: string, codexFolder: string | undefined): PathFinding[] {
  const profile = permissions[id];
  if (codexFolder === undefined || !isTable(profile) || profile.extends !== undefined) return [];
  const paths = isTable(profile.filesystem) ? Object.keys(profile.filesystem) : [];
  const covers = (path: string) =>
    path === ':root' || `${codexFolder}/`.startsWith(`${path.replace(/\/$/, '')}/`);
  const isSystem =
    paths.includes(':minimal') && systemFolders.some((folder) => codexFolder.startsWith(folder));
  if (isSystem || paths.some(covers)) return [];
  return [
    {
      effect: 'refused',
      path: ['permissions', id],
      at: 'key',
      message: `the sandbox cannot read its own binary in ${codexFolder}, so no command starts`,
      remedy: `Add ${JSON.stringify(codexFolder)} = "read" to its filesystem, or install Codex below /usr.`,
    },
  ];
}

/**
 * Whether a finding, by its field, is about permission profiles. A table of the file as a whole that the CLI ignores
 * is, since nobody knows what it was to be: `[permision.dev]`, `[filesystem]`. One that another version knows is
 * what that version says.
 */
export function isAboutProfiles({
  field,
  effect,
  knownTo,
}: Pick<Finding, 'field' | 'effect' | 'knownTo'>): boolean {
  return (
    /^(permissions|default_permissions|sandbox_mode|sandbox_workspace_write)\b/.test(field) ||
    (effect === 'ignored' &&
      knownTo === undefined &&
      (/^profiles\./.test(field) || !/^[^"]*[.[]/.test(field)))
  );
}
