import { userInfo } from 'node:os';
import { execa } from 'execa';
import { cleanLine } from '../domain/text/clean.ts';
import type { World } from './world.ts';

/** Who acts: whom `--as` names, else git's `user.email`, else the account's name. */
export async function actingPerson({
  environment,
  cwd,
  as,
}: Pick<World, 'environment' | 'cwd' | 'as'>): Promise<string> {
  const named = cleanLine(as ?? '');
  if (named !== '') return named;
  const { stdout } = await execa('git', ['config', 'user.email'], {
    cwd,
    env: environment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 3000,
  });
  return cleanLine(stdout ?? '') || userInfo().username;
}
