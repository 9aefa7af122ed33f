import { execa } from 'execa';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { World } from './world.ts';

/** What git is set to, such as `user.email`; undefined when it is not, or there is no git. */
export async function gitSetting(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  name: string,
): Promise<string | undefined> {
  const { stdout } = await execa('git', ['config', name], {
    cwd,
    env: environment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 3000,
  });
  return cleanLine(stdout ?? '') || undefined;
}
