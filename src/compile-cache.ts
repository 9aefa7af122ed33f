import { lstatSync, mkdirSync, type Stats } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for compiled code, made when it is not there; undefined when nobody else must be able to write there
 * and that cannot be had. Code is run from it without another look, so a folder that others can write, such as one
 * in the shared temp dir, would let them choose what runs.
 */
export function compileCacheFolder(
  { XDG_CACHE_HOME: cache, HOME: home }: Environment,
  user: number | undefined = process.getuid?.(),
): string | undefined {
  try {
    const base = cache !== undefined && isAbsolute(cache) ? cache : join(home || homedir(), '.cache');
    const folder = join(base, 'codex-cockpit', 'compiled');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isPrivate(folder, user ?? userInfo().uid) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Whether only `user` can write the folder, and nobody else can put another one in its place. */
function isPrivate(folder: string, user: number): boolean {
  // Windows keeps the folders of a person private by other means, and tells neither owner nor permissions.
  if (process.platform === 'win32') return true;
  const own = lstatSync(folder);
  if (!own.isDirectory() || own.uid !== user || (own.mode & 0o077) !== 0) return false;
  for (let above = dirname(folder); ; above = dirname(above)) {
    if (!isKept(lstatSync(above), user)) return false;
    if (dirname(above) === above) return true;
  }
}

/** Whether what is in a folder stays there unless `user` or root moves it. */
function isKept({ uid, mode }: Stats, user: number): boolean {
  const othersMayWrite = (mode & 0o022) !== 0;
  const onlyOwnersMove = (mode & 0o1000) !== 0;
  return (uid === user || uid === 0) && (!othersMayWrite || onlyOwnersMove);
}
