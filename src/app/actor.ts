import { userInfo } from 'node:os';
import { cleanLine } from '../domain/text/clean.ts';
import { gitSetting } from './git-setting.ts';
import type { World } from './world.ts';

/** Who acts: whom `--as` names, else git's `user.email`, else the account's name. */
export async function actingPerson(world: Pick<World, 'environment' | 'cwd' | 'as'>): Promise<string> {
  const named = cleanLine(world.as ?? '');
  if (named !== '') return named;
  return (await gitSetting(world, 'user.email')) ?? userInfo().username;
}
