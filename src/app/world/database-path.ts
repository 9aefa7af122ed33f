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
  // A relative one must be ignored (XDG Base Directory Specification).
  const { XDG_DATA_HOME = '', HOME } = environment;
  const data = isAbsolute(XDG_DATA_HOME) ? XDG_DATA_HOME : join(HOME ?? homedir(), '.local', 'share');
  return join(data, 'codex-cockpit', 'cockpit.db');
}
