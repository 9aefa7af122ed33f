import type { FilesystemRule } from '../profiles/profile.ts';
import { isPattern } from './glob.ts';

/** Where the person, the CLI and the project are on this machine: the real places behind the stand-ins. */
export type MachinePlaces = {
  home: string | undefined;
  codexHome: string;
  workspace: string;
  tmpdir: string | undefined;
  /** The file that changes what ripgrep finds, with which the CLI looks for denied patterns. */
  ripgrepConfig: string | undefined;
};

/** What is at a place that profiles name. A missing one: its first name that is not there, and what is beside it. */
export type Found =
  | { kind: 'file' | 'folder' | 'other' }
  | { kind: 'missing'; name: string; beside: readonly string[] };

/**
 * A link on the way to a place that profiles name: `from` and `to` are seen from the workspace or the home. `to` is
 * undefined where it leads out of it.
 */
export type MachineLink = {
  in: 'workspace' | 'home';
  from: string;
  to: string | undefined;
  isAbsolute: boolean;
  /** Whether it leads to a file. */
  isFile: boolean;
};

/** What of this machine decides what profiles do here. No file is read for it, and no content is kept. */
export type Machine = MachinePlaces & {
  homeIsLink: boolean;
  /** By `machineKey`. */
  found: ReadonlyMap<string, Found>;
  links: readonly MachineLink[];
  /** Files of the workspace, some thousands at most, where a pattern is denied in it. */
  files: readonly string[];
  /** Whether the workspace is itself a git folder, or a bare repository. */
  isGitFolder: boolean;
  /** The folder with the hooks of the workspace, where git is told to take them from elsewhere. */
  hooksPath: string | undefined;
};

/** How a place is looked up in what was found; undefined for a rule without one, or with a pattern. */
export function machineKey({ scope }: Pick<FilesystemRule, 'scope'>): string | undefined {
  if ((scope.type !== 'workspace' && scope.type !== 'path') || isPattern(scope.path)) return undefined;
  const path = scope.path.replace(/(?<=.)\/+$/, '');
  if (path === '.' || path === '~' || path === '/' || path.includes('\0')) return undefined;
  return scope.type === 'workspace' ? `./${path}` : path;
}

/** The real path of a place, by its key. */
export function realPath(
  key: string,
  { home, workspace }: Pick<MachinePlaces, 'home' | 'workspace'>,
): string | undefined {
  if (key.startsWith('./')) return `${workspace === '/' ? '' : workspace}/${key.slice(2)}`;
  if (key.startsWith('~/')) return home === undefined ? undefined : `${home}/${key.slice(2)}`;
  return key;
}
