import type { FilesystemRule } from '../profiles/profile.ts';
import { isPattern } from './glob.ts';

/** Where the parts of an isolated folder are; absolute paths with `/`. */
export type Places = {
  /** The folder that the command runs in. */
  workspace: string;
  /** Its git folder: `.git` in it, or elsewhere when it is a linked worktree. */
  gitFolder: string;
  /** A folder that no profile names. */
  outside: string;
  /** Stands for the home of the person, so that nothing in the real one is read. */
  userHome: string;
  codexHome: string;
  /** The login of the CLI in there; a session with a CODEX_HOME of its own leaves it where it is. */
  login: string;
  tmpdir: string;
  /** What a command may reach of this machine: sockets and a pipe. All trials share them. */
  services: string;
  /** The login of the CLI as a rule would name it on this machine, such as `~/.codex/auth.json`. */
  loginName: string;
  /** The real home and CODEX_HOME: a rule that names a place in them by its whole path is tried on the stand-ins. */
  own?: { home: string | undefined; codexHome: string } | undefined;
  /** Stands for `/` where a pattern is absolute: `/srv/*\/key` is tried below it. */
  disk: string;
};

/**
 * How the workspace is laid out: a repository, a linked worktree of another one, the home itself, or a repository
 * with the temp dir in it.
 */
export const LAYOUTS = ['repository', 'worktree', 'home', 'tmpdir'] as const;

export type Layout = (typeof LAYOUTS)[number];

/** What an isolated folder is like. */
export type IsolatedForm = {
  layout: Layout;
  /** The CODEX_HOME of the person; undefined when it is `~/.codex`, so that rules for that place count for it. */
  codexHome: string | undefined;
  own?: Places['own'];
};

/**
 * The places of one trial: trials have nothing in common but the services of the machine.
 *
 * @param folder the folder of all trials
 * @param trial a name for its folder in there
 */
export function placesIn(
  folder: string,
  trial: string,
  { layout, codexHome: unusual, own }: IsolatedForm,
): Places {
  const root = `${folder}/${trial}`;
  const userHome = `${root}/user`;
  const workspace = layout === 'home' ? userHome : `${root}/workspace`;
  const outside = `${root}/outside`;
  const codexHome = unusual === undefined || layout === 'home' ? `${userHome}/.codex` : `${root}/codex-home`;
  return {
    workspace,
    gitFolder: layout === 'worktree' ? `${outside}/main/.git/worktrees/workspace` : `${workspace}/.git`,
    outside,
    userHome,
    codexHome,
    login: `${codexHome}/auth.json`,
    tmpdir: layout === 'tmpdir' ? `${workspace}/tmp` : `${root}/tmp`,
    services: `${folder}/services`,
    loginName: `${unusual ?? '~/.codex'}/auth.json`,
    own,
    disk: `${root}/disk`,
  };
}

/** Whether a path is a folder or is in it. */
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
      return trim(
        scope.path.startsWith('~/')
          ? `${places.userHome}/${scope.path.slice(2)}`
          : standInOf(scope.path, places),
      );
  }
}

/** The stand-in for an absolute path in the real home or CODEX_HOME; any other path as it is. */
export function standInOf(path: string, { own, userHome, codexHome }: Places): string {
  const pairs = [[own?.codexHome, codexHome] as const, [own?.home, userHome] as const];
  for (const [real, standIn] of pairs) {
    if (real !== undefined && real !== '/' && path !== real && isWithin(path, real))
      return `${standIn}${path.slice(real.length)}`;
  }
  return path;
}

const trim = (path: string) => (path === '/' ? path : path.replace(/\/+$/, ''));
