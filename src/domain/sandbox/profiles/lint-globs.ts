import { isTable } from '../../base/shape/check-shape.ts';
import type { PathFinding } from '../../base/shape/finding.ts';

type Table = Readonly<Record<string, unknown>>;

/**
 * Denied patterns with `**` that no `glob_scan_max_depth` bounds: the CLI looks for them when the sandbox starts
 * and warns of them (seen on 0.139.0 and 0.169.0).
 */
export function lintGlobs(permissions: Table, id: string): PathFinding[] {
  if (isBounded(permissions, id, [])) return [];
  const profile = permissions[id];
  const filesystem = isTable(profile) && isTable(profile.filesystem) ? profile.filesystem : {};
  return Object.entries(filesystem).flatMap(([name, value]) => {
    const path = ['permissions', id, 'filesystem', name];
    if (!isTable(value)) return isUnbounded(name, value) ? [finding(path)] : [];
    return Object.entries(value).flatMap(([sub, access]) =>
      isUnbounded(sub, access) ? [finding([...path, sub])] : [],
    );
  });
}

function isBounded(permissions: Table, id: unknown, descendants: readonly unknown[]): boolean {
  const profile = typeof id === 'string' ? permissions[id] : undefined;
  if (!isTable(profile) || descendants.includes(id)) return false;
  if (isTable(profile.filesystem) && profile.filesystem.glob_scan_max_depth !== undefined) return true;
  return isBounded(permissions, profile.extends, [...descendants, id]);
}

const isUnbounded = (path: string, access: unknown) =>
  path.includes('**') && (access === 'deny' || access === 'none');

function finding(path: readonly string[]): PathFinding {
  return {
    effect: 'changed',
    path,
    at: 'key',
    message:
      'on Linux the files are looked for when the sandbox starts, at any depth, and the CLI warns of it',
    remedy: 'Set glob_scan_max_depth in this filesystem table; what lies deeper is not denied then.',
  };
}
