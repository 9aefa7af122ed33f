import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { World } from '../../src/app/world/world.ts';
import { tempFolder } from './temp.ts';

/** The pinned CLI that the project installs. */
export const realCodex = resolve('node_modules/.bin/codex');

/** A world of its own: a home, data and cache folder that are gone after the test. */
export function testWorld(more: Record<string, string> = {}): World & { root: string; teamHome: string } {
  const root = tempFolder();
  const teamHome = join(root, '.codex');
  const cwd = join(root, 'project');
  mkdirSync(teamHome);
  mkdirSync(cwd);
  // As npm sets it for a test, so that one that is started without npm finds the same programs.
  const path = [dirname(process.execPath), dirname(realCodex), process.env.PATH].join(delimiter);
  const environment = {
    PATH: path,
    HOME: root,
    XDG_CACHE_HOME: join(root, 'cache'),
    XDG_DATA_HOME: join(root, 'data'),
    LANG: 'C.UTF-8',
    ...more,
  };
  return { environment, cwd, now: () => new Date(), root, teamHome };
}
