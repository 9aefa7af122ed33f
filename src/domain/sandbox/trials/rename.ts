import { matchGlob } from './glob.ts';
import type { Places } from './places.ts';
import { isWithin } from './places.ts';
import type { Rename } from './probe.ts';

/** A rename that a rule does not follow, and where a file is afterwards. */
export type Moved = { rename: Rename; path: string };

/**
 * How the folder in the workspace or the home is renamed that a place is in: a rule is for a path, and does not
 * follow. Undefined where the place is in no such folder, or the trial itself needs that folder.
 */
export function renameAbove(path: string, places: Places): Moved | undefined {
  const root = [places.workspace, places.userHome].find((one) => isWithin(path, one) && path !== one);
  if (root === undefined) return undefined;
  const [top = '', ...below] = path.slice(root.length + 1).split('/');
  const folder = `${root}/${top}`;
  const { workspace, gitFolder, codexHome, login, tmpdir } = places;
  const needed = [workspace, gitFolder, codexHome, login, tmpdir];
  if (below.length === 0 || needed.some((one) => isWithin(one, folder))) return undefined;
  const to = `${root}/renamed-${top}`;
  return { rename: { folder, to }, path: [to, ...below].join('/') };
}

/**
 * How a folder above a file is renamed so that a pattern does not match the file any more, or is not looked for so
 * far down. Undefined where the pattern follows.
 *
 * @param scanDepth the greatest `glob_scan_max_depth` of a profile; undefined when there is none
 */
export function renameOutOf(
  glob: string,
  file: string,
  { root, scanDepth }: { root: string; scanDepth: number | undefined },
): Moved | undefined {
  const names = file.split('/');
  for (let level = 0; level < names.length - 1; level += 1) {
    const renamed = names.with(level, `renamed-${names[level]}`);
    if (matchGlob(glob, renamed.join('/')) !== 'no') continue;
    return moved(root, names.slice(0, level + 1), renamed.slice(0, level + 1), names.slice(level + 1));
  }
  const [top, ...below] = names;
  if (scanDepth === undefined || top === undefined || below.length === 0) return undefined;
  const deep = Array<string>(scanDepth + 1).fill('renamed');
  return moved(root, [top], [...deep, top], below);
}

function moved(
  root: string,
  folder: readonly string[],
  to: readonly string[],
  below: readonly string[],
): Moved {
  const at = (names: readonly string[]) => [root, ...names].join('/');
  return { rename: { folder: at(folder), to: at(to) }, path: at([...to, ...below]) };
}
