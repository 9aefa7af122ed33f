import { execFile } from 'node:child_process';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { World } from './world.ts';

/** What git is set to, such as `user.email`; undefined when it is not, or there is no git. */
export function gitSetting(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  name: string,
): Promise<string | undefined> {
  // Every start asks this: loading execa would take longer than the answer.
  return new Promise((done) => {
    const git = execFile('git', ['config', name], { cwd, env: environment, timeout: 3000 }, (_, stdout) =>
      done(cleanLine(stdout) || undefined),
    );
    git.stdin?.end();
  });
}
