import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { testWorld } from './world.ts';

const fixtures = resolve('test/fixtures/rehearsal');

/**
 * A world with a team in it: `team` uses everything that later versions drop or change, `quiet` uses none of it.
 * The project is a repository, whose `services/api` and `tools` have files of their own in `team`.
 */
export function rehearsedTeam(name: 'team' | 'quiet', more: Record<string, string> = {}) {
  const world = testWorld(more);
  cpSync(join(fixtures, `${name}-home`), world.teamHome, { recursive: true });
  cpSync(join(fixtures, `${name}-project`), world.cwd, { recursive: true });
  mkdirSync(join(world.cwd, '.git'));
  return world;
}
