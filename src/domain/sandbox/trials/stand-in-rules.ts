import type { FilesystemRule } from '../profiles/profile.ts';
import { isPattern } from './glob.ts';
import { type Places, standInOf } from './places.ts';

/** Tables of settings, such as `[permissions]`. */
export type Settings = { [key: string]: Settings | string };

/**
 * The rules with an absolute path in the real home or CODEX_HOME once more, for the stand-ins, and those with an
 * absolute pattern below the folder that stands for the disk: a `[permissions]` table
 * to add to the one of the configuration. Nothing is laid out on the real disk, and the CLI judges the same
 * pattern. Undefined when there is no such rule.
 */
export function standInRules(rules: readonly FilesystemRule[], places: Places): Settings | undefined {
  const settings: Settings = {};
  for (const { scope, access, keys } of rules) {
    if (scope.type !== 'path' || !scope.path.startsWith('/')) continue;
    const [profile, table, path, ...below] = keys;
    if (profile === undefined || table === undefined || path === undefined) continue;
    if (!isPattern(scope.path)) {
      const standIn = standInOf(scope.path, places);
      if (standIn !== scope.path && table !== 'workspace_roots')
        setAt(settings, [profile, table, standIn], access);
      continue;
    }
    const moved = `${places.disk}${path === '/' ? '' : path}`;
    setAt(settings, [profile, table, moved, ...below], access);
  }
  return Object.keys(settings).length > 0 ? settings : undefined;
}

function setAt(settings: Settings, [key = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    settings[key] = value;
    return;
  }
  const there = settings[key];
  const inner = typeof there === 'object' ? there : {};
  settings[key] = inner;
  setAt(inner, rest, value);
}

/** Settings as the CLI takes them on its command line: an inline table. */
export function inlineTable(settings: Settings): string {
  const fields = Object.entries(settings).map(
    ([key, value]) =>
      `${JSON.stringify(key)} = ${typeof value === 'string' ? JSON.stringify(value) : inlineTable(value)}`,
  );
  return `{ ${fields.join(', ')} }`;
}
