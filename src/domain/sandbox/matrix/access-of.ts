import type { Access, FilesystemRule, SandboxProfile } from '../profiles/profile.ts';
import { depthBelow, type GlobMatch, isPattern, matchGlob } from '../trials/glob.ts';
import { folderOf, isWithin, type Places } from '../trials/places.ts';

/** What a profile is meant to let a command do with a path, and the rule that says so. */
export type GrantedAccess = {
  access: Access;
  /** The rule; undefined where no rule speaks of the path. */
  rule: FilesystemRule | undefined;
  /** True for `.git`, `.codex` and `.agents`, which a writable workspace does not include. */
  isProtected: boolean;
  /** A pattern that would deny it, and that is not looked for at this depth. */
  missed?: FilesystemRule | undefined;
  /** Why it is not certain that a pattern is meant to deny it. */
  unsure?: string | undefined;
};

const protectedNames = ['.git', '.codex', '.agents'];

/** Names that people give to folders: a pattern that ends in one is meant for what is in it. */
const knownFolders = [
  '.ssh',
  '.aws',
  '.gnupg',
  '.kube',
  '.docker',
  '.azure',
  '.gcloud',
  'secrets',
  'private',
];

/** Whether a pattern names a folder, and is meant for what is in it. */
export function namesFolder(glob: string): boolean {
  return knownFolders.includes(glob.split('/').at(-1) ?? '');
}

/**
 * The access that a profile is meant to give to a path: the narrowest rule wins, of two alike the later, and
 * a pattern that denies wins over all. In a writable folder `.git`, `.codex` and `.agents` stay readable unless
 * a rule of their own opens them; `":root" = "write"` opens them too (seen on 0.139.0 and 0.169.0).
 */
export function accessOf(profile: SandboxProfile, path: string, places: Places): GrantedAccess {
  const held = profile.rules
    .filter(({ access }) => access === 'deny')
    .flatMap((rule) => {
      const found = globAndPath(rule, path, places);
      return found ? [{ rule, ...found, match: asMeant(found.glob, matchGlob(found.glob, found.path)) }] : [];
    });
  const matching = held.filter(({ match }) => match === 'exact');
  const reached = matching.find(
    ({ glob, path: below }) =>
      profile.scanDepth === undefined || depthBelow(glob, below) <= profile.scanDepth,
  );
  if (reached) return { access: 'deny', rule: reached.rule, isProtected: false };
  const doubtful = held.find(({ match }) => match === 'deeper' || match === 'below');
  const [missed] = matching;
  const doubts = {
    missed: missed?.rule,
    unsure:
      doubtful && `${doubtful.rule.text}: ${whyUnsure[doubtful.match === 'deeper' ? 'deeper' : 'below']}`,
  };
  let narrowest: { rule: FilesystemRule; folder: string } | undefined;
  for (const rule of profile.rules) {
    const folder = folderOf(rule, places);
    if (folder === undefined || !isWithin(path, folder)) continue;
    // One place under two names: what denies it wins (seen on 0.139.0).
    const isDeniedAlready =
      folder === narrowest?.folder && narrowest.rule.access === 'deny' && !isSameName(rule, narrowest.rule);
    if (isDeniedAlready) continue;
    if (!narrowest || folder.length >= narrowest.folder.length) narrowest = { rule, folder };
  }
  if (!narrowest) return { access: 'deny', rule: undefined, isProtected: false, ...doubts };
  const { rule, folder } = narrowest;
  const isProtected = rule.access === 'write' && folder !== '/' && isBelowProtected(path, folder);
  return { access: isProtected ? 'read' : rule.access, rule, isProtected, ...doubts };
}

function isSameName({ scope: one }: FilesystemRule, { scope: other }: FilesystemRule): boolean {
  return one.type === other.type && (!('path' in one) || !('path' in other) || one.path === other.path);
}

// Seen on 0.139.0, 0.150.0, 0.160.0 and 0.169.0.
const whyUnsure = {
  deeper: 'up to 0.160.0 it denies files of this name at any depth, 0.169.0 at this one alone',
  below: 'a pattern denies files, and a folder of this name stays open',
};

/** A folder that people keep secrets in is meant with all that is in it. */
function asMeant(glob: string, match: GlobMatch): GlobMatch {
  return match === 'below' && namesFolder(glob) ? 'exact' : match;
}

function isBelowProtected(path: string, folder: string): boolean {
  return protectedNames.some((name) => isWithin(path, `${folder}/${name}`));
}

/** A pattern with the path as it is compared with it; undefined for a rule without a pattern. */
function globAndPath(
  { scope }: FilesystemRule,
  path: string,
  places: Places,
): { glob: string; path: string } | undefined {
  if ((scope.type !== 'workspace' && scope.type !== 'path') || !isPattern(scope.path)) return undefined;
  if (scope.type === 'workspace') {
    if (!isWithin(path, places.workspace)) return undefined;
    return { glob: scope.path, path: path.slice(places.workspace.length + 1) };
  }
  if (scope.path.startsWith('~/')) {
    if (!isWithin(path, places.userHome)) return undefined;
    return { glob: scope.path.slice(2), path: path.slice(places.userHome.length + 1) };
  }
  // An absolute pattern is tried below a folder that stands for the disk.
  const real = isWithin(path, places.disk) ? path.slice(places.disk.length) : path;
  return { glob: scope.path.slice(1), path: real.slice(1) };
}
