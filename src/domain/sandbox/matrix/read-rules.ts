import type { FilesystemRule } from '../profiles/profile.ts';
import { isPattern } from '../trials/glob.ts';
import { isWithin } from '../trials/places.ts';

/**
 * What a rule with `read` is for among the rules of its profile: to close a part of a place that may be written, or
 * to open a part of one that is denied. Undefined where it says no more than the rule above it.
 */
export function purposeOfRead(
  rule: FilesystemRule,
  rules: readonly FilesystemRule[],
): 'closes' | 'opens' | undefined {
  const path = nameOf(rule);
  if (rule.access !== 'read' || path === undefined) return undefined;
  const above = rules
    .flatMap((one) => {
      const folder = nameOf(one);
      return folder !== undefined && folder !== path && one.access !== 'read' && isWithin(path, folder)
        ? [{ access: one.access, folder }]
        : [];
    })
    .toSorted((one, other) => one.folder.length - other.folder.length)
    .at(-1);
  if (above === undefined) return undefined;
  return above.access === 'write' ? 'closes' : 'opens';
}

/** The place of a rule as a path, without knowing where the workspace and the home are. */
function nameOf({ scope }: FilesystemRule): string | undefined {
  switch (scope.type) {
    case 'root':
      return '/';
    case 'slash_tmp':
      return '/tmp';
    case 'minimal':
    case 'tmpdir':
      return undefined;
    case 'workspace':
      return isPattern(scope.path) ? undefined : `/<workspace>/${scope.path}`.replace(/\/\.?$/, '');
    case 'path':
      return isPattern(scope.path)
        ? undefined
        : scope.path.replace(/^~/, '/<home>').replace(/(?<=.)\/+$/, '');
  }
}
