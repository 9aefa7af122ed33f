import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { World } from './world.ts';

/** Where the database is: what was asked for, else CODEX_COCKPIT_DB, else the data folder (README.md). */
export function databasePath(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  asked?: string,
): string {
  const named = asked ?? environment.CODEX_COCKPIT_DB;
  if (named !== undefined && named !== '') return resolve(cwd, named);
  return join(dataFolder(environment), 'cockpit.db');
}

/** The folder of what the program keeps on this machine (README.md). */
export function dataFolder({ XDG_DATA_HOME = '', HOME }: World['environment']): string {
  // A relative one must be ignored (XDG Base Directory Specification).
  const data = isAbsolute(XDG_DATA_HOME) ? XDG_DATA_HOME : join(HOME ?? homedir(), '.local', 'share');
  return join(data, 'codex-cockpit');
}
