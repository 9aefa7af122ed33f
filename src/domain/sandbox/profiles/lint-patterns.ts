import semver from 'semver';
import { isTable } from '../../base/shape/check-shape.ts';
import type { Path, PathFinding } from '../../base/shape/finding.ts';
import { namesFolder } from '../matrix/access-of.ts';
import { examplesOf, isPattern, isPatternForCli, splitPattern } from '../trials/glob.ts';

/** Up to 0.160.0 a pattern is compared with the path from the workspace; 0.169.0 takes it as it is written. */
const takesFolders = '>=0.169.0';

/**
 * Patterns that the CLI refuses, or takes otherwise than they are written. Each was given to the real 0.139.0,
 * 0.150.0, 0.160.0 and 0.169.0.
 */
export function lintPatterns(
  name: string,
  value: unknown,
  { path, version }: { path: Path; version: string },
): PathFinding[] {
  if (!isTable(value)) return lintPattern(name, value, { path, version });
  return Object.entries(value).flatMap(([sub, access]) => {
    const whole = name.startsWith(':') ? sub : `${name.replace(/\/$/, '')}/${sub}`;
    return lintPattern(whole, access, { path: [...path, sub], version });
  });
}

function lintPattern(
  pattern: string,
  access: unknown,
  { path, version }: { path: Path; version: string },
): PathFinding[] {
  const finding = (effect: PathFinding['effect'], message: string, remedy: string): PathFinding[] => [
    { effect, path, at: 'key', message, remedy },
  ];
  if (access === 'read' || access === 'write') {
    if (!isPatternForCli(pattern.replace(/(^|\/)\*\*$/, ''))) return [];
    return finding(
      'refused',
      `a pattern can only be denied, and not opened to ${access}`,
      'Name the folder, with /** at its end if you like.',
    );
  }
  if (access !== 'deny' && access !== 'none') return [];
  if (isPattern(pattern) && !isPatternForCli(pattern)) {
    return finding('changed', 'without * or ? the CLI takes braces literally', 'Write a line for each name.');
  }
  if (!isPatternForCli(pattern) && !pattern.includes('[')) return [];
  const glob = pattern.replace(/^~?\//, '');
  if (!examplesOf(glob, 'file')) {
    return finding(
      'changed',
      'an open bracket, or a set that is none: the CLI denies files of this very name at most',
      'Close the bracket, or name the folder above it.',
    );
  }
  const { folder, rest } = splitPattern(glob);
  const isLost = (folder !== '' || glob !== pattern) && rest.includes('/') && !rest.startsWith('**/');
  if (isLost && !semver.satisfies(version, takesFolders)) {
    return finding(
      'ignored',
      `${version} denies nothing with a wildcard between two folders`,
      `Write ${pattern.slice(0, pattern.length - rest.length)}**/${rest.split('/').at(-1)}, or each folder by its name.`,
    );
  }
  if (pattern.startsWith('/') && folder === '') {
    return finding(
      'ignored',
      'a pattern that may be anywhere on the disk: 0.139.0 denies nothing of it, 0.160.0 does not start',
      'Begin with the folder that the files are in.',
    );
  }
  if (namesFolder(glob)) {
    return finding(
      'changed',
      'a pattern denies files: what is in a folder of this name stays readable',
      `Write ${pattern}/**.`,
    );
  }
  return [];
}

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
    if (!isTable(value)) return isUnbounded(name, value) ? [unbounded(path)] : [];
    return Object.entries(value).flatMap(([sub, access]) =>
      isUnbounded(sub, access) ? [unbounded([...path, sub])] : [],
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

function unbounded(path: readonly string[]): PathFinding {
  return {
    effect: 'changed',
    path,
    at: 'key',
    message:
      'on Linux the files are looked for when the sandbox starts, at any depth, and the CLI warns of it',
    remedy: 'Set glob_scan_max_depth in this filesystem table; what lies deeper is not denied then.',
  };
}
