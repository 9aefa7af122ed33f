import semver from 'semver';
import { isTable } from '../../base/shape/check-shape.ts';
import type { Path, PathFinding } from '../../base/shape/finding.ts';
import { pathAsMeant } from '../matrix/as-meant.ts';
import { lintPatterns } from './lint-patterns.ts';
import { filesystemOptions, specialPaths } from './profile-keys.ts';

const accesses = ['read', 'write', 'deny', 'none'];

/** What is wrong with the filesystem table of a profile (docs/codex-facts.md, "Permission profiles"). */
export function lintFilesystem(
  filesystem: unknown,
  path: Path,
  { version }: { version: string },
): PathFinding[] {
  if (!isTable(filesystem)) return [];
  if (Object.keys(filesystem).length === 0) return [emptyTable(path)];
  return Object.entries(filesystem).flatMap(([name, value]) => {
    if (filesystemOptions.some((option) => option === name)) return [];
    const at = [...path, name];
    return [
      ...lintPath(name, at, version),
      ...lintAccess(value, at),
      ...lintWide(name, value, at),
      ...lintPatterns(name, value, { path: at, version }),
    ];
  });
}

function lintPath(name: string, path: Path, version: string): PathFinding[] {
  if (name.startsWith(':')) {
    const range = Object.hasOwn(specialPaths, name) ? specialPaths[name] : undefined;
    if (range !== undefined && semver.satisfies(version, range)) return [];
    const meant = pathAsMeant(name);
    const remedy =
      meant === name ? `The special paths are ${Object.keys(specialPaths).join(', ')}.` : `Write ${meant}.`;
    return [
      { effect: 'ignored', path, at: 'key', message: `${version} does not know this special path`, remedy },
    ];
  }
  if (name.startsWith('/') || name === '~' || name.startsWith('~/')) return [];
  const message = 'a path must be absolute, begin with ~/, or be a special one';
  return [
    { effect: 'refused', path, at: 'key', message, remedy: 'Write it in full, or below :workspace_roots.' },
  ];
}

function lintAccess(value: unknown, path: Path): PathFinding[] {
  if (!isTable(value)) {
    if (typeof value === 'string' && accesses.includes(value)) return [];
    const message = 'must be read, write or deny';
    return [{ effect: 'refused', path, at: 'value', message, remedy: 'Write read, write or deny.' }];
  }
  if (Object.keys(value).length === 0) return [emptyTable(path)];
  return Object.entries(value).flatMap(([sub, access]) => {
    const leaves = sub !== '.' && sub.split('/').some((part) => part === '.' || part === '..');
    const outside: PathFinding[] = leaves
      ? [
          {
            effect: 'refused',
            path: [...path, sub],
            at: 'key',
            message: 'a path in here may not leave the folder',
            remedy: 'Write it without . and .. parts.',
          },
        ]
      : [];
    return [
      ...outside,
      ...lintAccessWord(sub, [...path, sub]),
      ...(isTable(access) ? [] : lintAccess(access, [...path, sub])),
    ];
  });
}

function emptyTable(path: Path): PathFinding {
  return {
    effect: 'ignored',
    path,
    at: 'key',
    message: 'an empty table says nothing: no rule comes of it',
    remedy: 'Write read, write or deny in its place, or take it out.',
  };
}

const accessWords = ['access', 'permission', 'permissions', 'mode', ...accesses];

/** `"~/.ssh" = { access = "deny" }` is a rule for a folder of that name in it (seen on 0.139.0). */
function lintAccessWord(name: string, path: Path): PathFinding[] {
  if (!accessWords.includes(name)) return [];
  const above = String(path.at(-2));
  return [
    {
      effect: 'ignored',
      path,
      at: 'key',
      message: `it is taken for ${above === ':workspace_roots' ? '' : `${above}/`}${name}, a place of that name`,
      remedy: `Write ${JSON.stringify(above)} = "deny" with no table, or "." in this one.`,
    },
  ];
}

// Folders of which a part decides what runs later, for the person or for the machine.
const systemFolders = /^\/(|etc|usr|bin|sbin|lib|lib64|boot|opt|var|root|home|dev|proc|sys|run)\/?$/;

/** Folders that are too wide to be written: what is in them runs outside of the sandbox later. */
function lintWide(name: string, value: unknown, path: Path): PathFinding[] {
  const access = isTable(value) ? value['.'] : value;
  if (access !== 'write') return [];
  const message = whyTooWide(name.replace(/(?<=.)\/\*\*$/, ''));
  if (message === undefined) return [];
  return [
    { effect: 'changed', path, at: 'value', message, remedy: 'Name the folders that are to be written.' },
  ];
}

function whyTooWide(name: string): string | undefined {
  if (name === ':root') {
    return 'with the whole disk writable .git, CODEX_HOME and other processes are open too';
  }
  if (name === '~' || name === '~/') {
    return 'with the home writable so are its shell profiles, keys and CODEX_HOME';
  }
  if (/^~\/\.(codex|ssh|config|local|bashrc|profile|zshrc|gitconfig)\/?$/.test(name)) {
    return 'what is written there runs, or is trusted, outside of the sandbox';
  }
  return systemFolders.test(name)
    ? 'with a folder of the system writable a command can change the machine'
    : undefined;
}
