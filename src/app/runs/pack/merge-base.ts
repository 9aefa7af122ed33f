import { WorkError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { World } from '../../world/world.ts';
import { gitIn } from '../git.ts';
import { resolveCommit } from '../repository.ts';

/**
 * The newest commit that two have in common: a change is compared with it, so that what others did meanwhile is no part
 * of the change.
 *
 * @throws UsageError when one of them is not there
 * @throws WorkError when they have none in common, as in a shallow clone
 */
export async function mergeBase(
  world: Pick<World, 'environment'>,
  root: string,
  { base, head }: { base: string; head: string },
): Promise<string> {
  const commits = [await resolveCommit(world, root, base), await resolveCommit(world, root, head)];
  const { stdout, code } = await (await gitIn(world, root)).ask(['merge-base', ...commits]);
  const found = /^[0-9a-f]{40,64}/.exec(stdout.toString('latin1'))?.[0];
  if (code === 0 && found !== undefined) return found;
  throw new WorkError(
    `${cleanLine(base)} and ${cleanLine(head)} have no commit in common here`,
    'In CI, check out with the history: fetch-depth: 0.',
  );
}
