import type { Place } from '../../base/documents/place.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import { formatField, type Path } from '../../base/shape/finding.ts';
import { fieldsAsMeant, type MeantField, pathAsMeant } from '../matrix/as-meant.ts';
import {
  type Access,
  BUILTIN_PROFILES,
  type FilesystemRule,
  noNetwork,
  type ProfileNetwork,
  type RuleScope,
  type SandboxProfile,
} from './profile.ts';
import { filesystemOptions, networkKeys, profileKeys } from './profile-keys.ts';

type PlaceOf = (path: Path) => Place;

/**
 * The profiles of a `[permissions]` table with all they inherit, as their author meant them. A profile whose
 * ancestors cannot be found is left out: the CLI refuses it, and nothing can be expected of it.
 *
 * @param permissions the table; anything else counts as none
 * @param placeOf where a path below the table is written
 * @param hasProxy whether `features.network_proxy` is on
 */
export function readProfiles(
  permissions: unknown,
  placeOf: PlaceOf,
  { hasProxy = false }: { hasProxy?: boolean } = {},
): readonly SandboxProfile[] {
  if (!isTable(permissions)) return [];
  return Object.keys(permissions).flatMap((id) => {
    const profile = resolve(permissions, id, placeOf, []);
    return profile ? [{ ...profile, network: { ...profile.network, proxied: hasProxy } }] : [];
  });
}

function resolve(
  permissions: Readonly<Record<string, unknown>>,
  id: string,
  placeOf: PlaceOf,
  descendants: readonly string[],
): SandboxProfile | undefined {
  const table = permissions[id];
  if (!isTable(table) || descendants.includes(id)) return undefined;
  const {
    extends: parents = [],
    workspace_roots: roots = [],
    filesystem = [],
    network = [],
  } = fieldsAsMeant(table, profileKeys);
  const parent = parents.at(-1);
  const base = parent === undefined ? nothing(id) : ancestor(parent.value);
  if (!base) return undefined;
  const own = [...base.rules, ...filesystem.flatMap((field) => readRules(field, [id], placeOf))];
  return {
    id,
    fullAccess: base.fullAccess,
    rules: [...own, ...roots.flatMap((field) => readRoots(field, own, { id, placeOf }))],
    scanDepth: filesystem.reduce((depth, field) => scanDepthOf(field) ?? depth, base.scanDepth),
    network: network.reduce((above, field) => readNetwork(above, field, [id], placeOf), base.network),
  };

  function ancestor(name: unknown): SandboxProfile | undefined {
    const builtin = BUILTIN_PROFILES.find((profile) => profile.id === name);
    if (builtin) return builtin.fullAccess ? undefined : builtin;
    return typeof name === 'string' ? resolve(permissions, name, placeOf, [...descendants, id]) : undefined;
  }
}

const nothing = (id: string): SandboxProfile => ({
  id,
  rules: [],
  network: noNetwork,
  scanDepth: undefined,
  fullAccess: false,
});

function scanDepthOf({ value }: MeantField): number | undefined {
  const depth = isTable(value) ? value.glob_scan_max_depth : undefined;
  return typeof depth === 'number' ? depth : undefined;
}

function readRules(
  filesystem: MeantField,
  above: readonly string[],
  placeOf: PlaceOf,
): readonly FilesystemRule[] {
  if (!isTable(filesystem.value)) return [];
  const table = [...above, filesystem.written];
  const ruleAt = (
    path: readonly string[],
    scope: RuleScope | undefined,
    value: unknown,
  ): FilesystemRule[] => {
    const access = readAccess(value);
    if (scope === undefined || access === undefined) return [];
    const meant = access === 'deny' ? scope : asSubtree(scope);
    const text = `${formatField(path.slice(table.length))} = "${access}"`;
    return [{ scope: meant, access, text, place: placeOf(path), keys: path }];
  };
  return Object.entries(filesystem.value).flatMap(([written, value]) => {
    if (filesystemOptions.some((name) => name === written)) return [];
    const path = [...table, written];
    const name = pathAsMeant(written);
    if (!isTable(value)) return ruleAt(path, scopeOf(name, '.'), value);
    return Object.entries(value).flatMap(([sub, access]) =>
      ruleAt([...path, sub], scopeOf(name, sub), access),
    );
  });
}

/** Further workspaces of a profile get what it gives to the workspace (seen on 0.139.0). */
function readRoots(
  { written, value }: MeantField,
  rules: readonly FilesystemRule[],
  { id, placeOf }: { id: string; placeOf: PlaceOf },
): readonly FilesystemRule[] {
  const given = rules.findLast(({ scope }) => scope.type === 'workspace' && scope.path === '.');
  if (!given || !isTable(value)) return [];
  return Object.entries(value).flatMap(([path, isOn]): FilesystemRule[] => {
    const scope = isOn === true ? scopeOf(path, '.') : undefined;
    if (scope?.type !== 'path') return [];
    const keys = [id, written, path];
    return [{ scope, access: given.access, text: `workspace_roots "${path}"`, place: placeOf(keys), keys }];
  });
}

/** The place that a name, and a path below it, stand for. */
function scopeOf(name: string, sub: string): RuleScope | undefined {
  if (name === ':workspace_roots') return { type: 'workspace', path: sub };
  if (name.startsWith('/') || name === '~' || name.startsWith('~/')) {
    const folder = name === '~' ? '~/' : name;
    return { type: 'path', path: sub === '.' ? folder : `${folder.replace(/\/$/, '')}/${sub}` };
  }
  if (sub !== '.') return undefined;
  if (name === ':root') return { type: 'root' };
  if (name === ':minimal') return { type: 'minimal' };
  if (name === ':tmpdir') return { type: 'tmpdir' };
  return name === ':slash_tmp' ? { type: 'slash_tmp' } : undefined;
}

/** What is opened may end in `/**`, which says no more than the folder itself (seen on 0.139.0). */
function asSubtree(scope: RuleScope): RuleScope {
  if (scope.type !== 'workspace' && scope.type !== 'path') return scope;
  return { ...scope, path: scope.path.replace(/(?<=.)\/\*\*$/, '').replace(/^\*\*$/, '.') };
}

function readAccess(value: unknown): Access | undefined {
  if (value === 'none') return 'deny';
  return value === 'deny' || value === 'read' || value === 'write' ? value : undefined;
}

function readNetwork(
  base: ProfileNetwork,
  network: MeantField,
  above: Path,
  placeOf: PlaceOf,
): ProfileNetwork {
  const { enabled: switches = [], domains = [] } = fieldsAsMeant(network.value, networkKeys);
  const enabled = switches.at(-1);
  const hosts = domains.flatMap(({ value }) => (isTable(value) ? Object.entries(value) : []));
  return {
    ...base,
    enabled: typeof enabled?.value === 'boolean' ? enabled.value : base.enabled,
    hosts: { ...base.hosts, ...Object.fromEntries(hosts) },
    place: placeOf([...above, network.written, ...(enabled ? [enabled.written] : [])]),
  };
}
