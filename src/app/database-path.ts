import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { World } from './world.ts';

/** Where the database is: what was asked for, else CODEX_COCKPIT_DB, else the data folder (DESIGN.md). */
export function databasePath(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  asked?: string,
): string {
  const named = asked ?? environment.CODEX_COCKPIT_DB;
  if (named !== undefined && named !== '') return resolve(cwd, named);
  const data = environment.XDG_DATA_HOME || join(environment.HOME ?? homedir(), '.local', 'share');
  return join(data, 'codex-cockpit', 'cockpit.db');
}
