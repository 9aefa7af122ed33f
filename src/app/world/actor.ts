import { hostname, userInfo } from 'node:os';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { EntryOrigin } from '../../domain/history/entry/entry-origin.ts';
import { refuseLookAlike } from '../../domain/people/look-alike.ts';
import { gitSetting } from './git-setting.ts';
import type { World } from './world.ts';

/** Who acts, and where that was found. */
export type Actor = { actor: string; namedBy: EntryOrigin['namedBy'] };

/** Who acts: whom `--as` names, else git's `user.email`, else the account's name. */
export async function actingPerson(world: Pick<World, 'environment' | 'cwd' | 'as'>): Promise<string> {
  return (await nameActor(world)).actor;
}

/**
 * What the entries of this session say of where they come from.
 *
 * @param named who acts, where that is known: git need not be asked again
 * @throws UsageError when the acting person can be mistaken for another one
 */
export async function sessionOrigin(
  world: Pick<World, 'environment' | 'cwd' | 'as'>,
  named?: Actor,
): Promise<EntryOrigin> {
  const { actor, namedBy } = named ?? (await nameActor(world));
  refuseLookAlike(actor);
  return { account: accountName(), host: hostname(), namedBy };
}

/** As `actingPerson`, with where the name was found. */
export async function nameActor(world: Pick<World, 'environment' | 'cwd' | 'as'>): Promise<Actor> {
  const named = cleanLine(world.as ?? '');
  if (named !== '') return { actor: named, namedBy: 'flag' };
  const inGit = await gitSetting(world, 'user.email');
  if (inGit !== undefined) return { actor: inGit, namedBy: 'git' };
  return { actor: accountName(), namedBy: 'account' };
}

/** The name of the account; its number where the system knows no name for it, as in some containers. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
