import { globToRegExp } from './glob.ts';
import { folderOf, isGlob, isWithin, type Places } from './places.ts';
import type { Access, FilesystemRule, SandboxProfile } from './profile.ts';

/** What a profile is meant to let a command do with a path, and the rule that says so. */
export type GrantedAccess = {
  access: Access;
  /** The rule; undefined where no rule speaks of the path. */
  rule: FilesystemRule | undefined;
  /** True for `.git`, `.codex` and `.agents`, which a writable workspace does not include. */
  isProtected: boolean;
};

const protectedNames = ['.git', '.codex', '.agents'];

/**
 * The access that a profile is meant to give to a path: the narrowest rule wins, of two alike the later, and
 * a glob that denies wins over all. In a writable folder `.git`, `.codex` and `.agents` stay readable unless
 * a rule of their own opens them; `":root" = "write"` opens them too (seen on 0.139.0 and 0.169.0).
 */
export function accessOf(profile: SandboxProfile, path: string, places: Places): GrantedAccess {
  const denying = profile.rules.find((rule) => rule.access === 'deny' && matchesGlob(rule, path, places));
  if (denying) return { access: 'deny', rule: denying, isProtected: false };
  let narrowest: { rule: FilesystemRule; folder: string } | undefined;
  for (const rule of profile.rules) {
    const folder = folderOf(rule, places);
    if (folder === undefined || !isWithin(path, folder)) continue;
    if (!narrowest || folder.length >= narrowest.folder.length) narrowest = { rule, folder };
  }
  if (!narrowest) return { access: 'deny', rule: undefined, isProtected: false };
  const { rule, folder } = narrowest;
  const isProtected = rule.access === 'write' && folder !== '/' && isBelowProtected(path, folder);
  return { access: isProtected ? 'read' : rule.access, rule, isProtected };
}

function isBelowProtected(path: string, folder: string): boolean {
  return protectedNames.some((name) => isWithin(path, `${folder}/${name}`));
}

function matchesGlob({ scope }: FilesystemRule, path: string, places: Places): boolean {
  if (scope.type === 'workspace' && isGlob(scope.path)) {
    return (
      isWithin(path, places.workspace) &&
      globToRegExp(scope.path).test(path.slice(places.workspace.length + 1))
    );
  }
  if (scope.type !== 'path' || !isGlob(scope.path)) return false;
  const glob = scope.path.startsWith('~/') ? `${places.userHome}/${scope.path.slice(2)}` : scope.path;
  return globToRegExp(glob).test(path);
}
