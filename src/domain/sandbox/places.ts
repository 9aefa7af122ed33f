import { isPattern } from './glob.ts';
import type { FilesystemRule } from './profile.ts';

/** Where the parts of a playground lie; absolute paths with `/`. */
export type Places = {
  /** The folder that the command runs in. */
  workspace: string;
  /** A folder that no profile names. */
  outside: string;
  /** Stands for the home of the person, so that nothing of theirs is read. */
  userHome: string;
  codexHome: string;
  tmpdir: string;
  /** Stands for `/` where a pattern is absolute: `/srv/*\/key` is tried below it. */
  disk: string;
};

/** Whether a path is a folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** The folder or file that a rule holds for; undefined when that depends on the machine, or is a glob. */
export function folderOf({ scope }: Pick<FilesystemRule, 'scope'>, places: Places): string | undefined {
  switch (scope.type) {
    case 'root':
      return '/';
    case 'minimal':
      return undefined;
    case 'tmpdir':
      return places.tmpdir;
    case 'slash_tmp':
      return '/tmp';
    case 'workspace':
      if (isPattern(scope.path)) return undefined;
      return scope.path === '.' ? places.workspace : `${places.workspace}/${trim(scope.path)}`;
    case 'path':
      if (isPattern(scope.path)) return undefined;
      return trim(scope.path.startsWith('~/') ? `${places.userHome}/${scope.path.slice(2)}` : scope.path);
  }
}

const trim = (path: string) => (path === '/' ? path : path.replace(/\/+$/, ''));
