import type { FilesystemRule } from '../profiles/profile.ts';
import { isPattern } from './glob.ts';
import type { Places } from './places.ts';

/** Tables of settings, such as `[permissions]`. */
export type Settings = { [key: string]: Settings | string };

/**
 * The rules with an absolute pattern once more, below the folder that stands for the disk: a `[permissions]` table
 * to add to the one of the configuration. Nothing is laid out on the real disk, and the CLI judges the same
 * pattern. Undefined when there is no such rule.
 */
export function standInRules(
  rules: readonly FilesystemRule[],
  { disk }: Pick<Places, 'disk'>,
): Settings | undefined {
  const settings: Settings = {};
  for (const { scope, access, keys } of rules) {
    if (scope.type !== 'path' || !scope.path.startsWith('/') || !isPattern(scope.path)) continue;
    const [profile, table, path, ...below] = keys;
    if (profile === undefined || table === undefined || path === undefined) continue;
    const moved = `${disk}${path === '/' ? '' : path}`;
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
