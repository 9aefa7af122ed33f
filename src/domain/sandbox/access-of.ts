import { depthBelow, globToRegExp } from './glob.ts';
import { folderOf, isGlob, isWithin, type Places } from './places.ts';
import type { Access, FilesystemRule, SandboxProfile } from './profile.ts';

/** What a profile is meant to let a command do with a path, and the rule that says so. */
export type GrantedAccess = {
  access: Access;
  /** The rule; undefined where no rule speaks of the path. */
  rule: FilesystemRule | undefined;
  /** True for `.git`, `.codex` and `.agents`, which a writable workspace does not include. */
  isProtected: boolean;
  /** A pattern that would deny it, and that is not looked for at this depth. */
  missed?: FilesystemRule | undefined;
};

const protectedNames = ['.git', '.codex', '.agents'];

/**
 * The access that a profile is meant to give to a path: the narrowest rule wins, of two alike the later, and
 * a glob that denies wins over all. In a writable folder `.git`, `.codex` and `.agents` stay readable unless
 * a rule of their own opens them; `":root" = "write"` opens them too (seen on 0.139.0 and 0.169.0).
 */
export function accessOf(profile: SandboxProfile, path: string, places: Places): GrantedAccess {
  const matching = profile.rules.filter((rule) => rule.access === 'deny' && matchesGlob(rule, path, places));
  const reached = matching.find((rule) => isReached(rule, path, { places, scanDepth: profile.scanDepth }));
  if (reached) return { access: 'deny', rule: reached, isProtected: false };
  const [missed] = matching;
  let narrowest: { rule: FilesystemRule; folder: string } | undefined;
  for (const rule of profile.rules) {
    const folder = folderOf(rule, places);
    if (folder === undefined || !isWithin(path, folder)) continue;
    if (!narrowest || folder.length >= narrowest.folder.length) narrowest = { rule, folder };
  }
  if (!narrowest) return { access: 'deny', rule: undefined, isProtected: false, missed };
  const { rule, folder } = narrowest;
  const isProtected = rule.access === 'write' && folder !== '/' && isBelowProtected(path, folder);
  return { access: isProtected ? 'read' : rule.access, rule, isProtected, missed };
}

function isBelowProtected(path: string, folder: string): boolean {
  return protectedNames.some((name) => isWithin(path, `${folder}/${name}`));
}

function matchesGlob(rule: FilesystemRule, path: string, places: Places): boolean {
  const found = globAndPath(rule, path, places);
  return found !== undefined && globToRegExp(found.glob).test(found.path);
}

/** The CLI looks for a pattern when the sandbox starts, and no deeper than it is told (seen on 0.139.0 and 0.169.0). */
function isReached(
  rule: FilesystemRule,
  path: string,
  { places, scanDepth }: { places: Places; scanDepth: number | undefined },
): boolean {
  const found = globAndPath(rule, path, places);
  return scanDepth === undefined || !found || depthBelow(found.glob, found.path) <= scanDepth;
}

/** A pattern with the path as it is held against it; undefined for a rule without a pattern. */
function globAndPath(
  { scope }: FilesystemRule,
  path: string,
  places: Places,
): { glob: string; path: string } | undefined {
  if (scope.type === 'workspace' && isGlob(scope.path)) {
    if (!isWithin(path, places.workspace)) return undefined;
    return { glob: scope.path, path: path.slice(places.workspace.length + 1) };
  }
  if (scope.type !== 'path' || !isGlob(scope.path)) return undefined;
  const glob = scope.path.startsWith('~/') ? `${places.userHome}/${scope.path.slice(2)}` : scope.path;
  return { glob, path };
}
