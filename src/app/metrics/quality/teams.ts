import { UsageError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type Member, newestMembers } from '../../../domain/metrics/scope.ts';
import { personKey } from '../../../domain/people/person.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';
import type { ImportedRows } from './import-quality.ts';
import { inBatches, readRows } from './import-rows.ts';
import { readMembers } from './read-quality.ts';

/** Who belongs to which team and cost centre now, by address. */
export async function listTeams(views: Pick<Views, 'entriesOfKind'> | undefined): Promise<readonly Member[]> {
  return views ? newestMembers(await readMembers(views)) : [];
}

/**
 * Imports who belongs to which team and cost centre from a table with the columns `email`, `team` and `cost_centre`, all
 * rows or none. People who are not in it stay as they are; an empty team takes a person out of a team.
 *
 * @throws UsageError when the file cannot be read, or a row of it, or there is no rollout
 * @throws RefusedError without the role
 */
export async function importTeams(
  world: World,
  store: Store,
  { file, ...progress }: { file: string; signal: AbortSignal; onProgress: OnProgress },
): Promise<ImportedRows> {
  const actor = await actingPerson(world);
  await authorize(store, actor, 'import metrics');
  const { name, rows } = await readRows(file, world.cwd, readMemberColumns, progress);
  let added = 0;
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'import metrics');
    const known = new Map((await listTeams(views)).map((member) => [personKey(member.person), member]));
    const fresh = rows.filter(({ key, team, costCentre }) => {
      const member = known.get(key);
      return member?.team !== team || member.costCentre !== costCentre;
    });
    added = fresh.length;
    return inBatches(fresh).map((part) => {
      const members = part.map(({ person, team, costCentre }) => ({ person, team, cost_centre: costCentre }));
      return {
        actor,
        subject: 'teams',
        event: { kind: 'teams.recorded' as const, body: { v: 1, name, members } },
      };
    });
  });
  return { file: name, added, known: rows.length - added };
}

/** What exports of directories call the columns. */
const names = {
  person: /^(?:e_?mail|mail|person|user|user_id)$/,
  team: /^team$/,
  costCentre: /^cost_?cent(?:re|er)$/,
} as const;

function readMemberColumns(
  columns: readonly string[],
): (cells: readonly string[]) => Member & { key: string } {
  const found = columns.map((column) => cleanLine(column).toLowerCase().replaceAll(/[ -]/g, '_'));
  const placeOf = (wanted: RegExp) => found.findIndex((name) => wanted.test(name));
  const [person, team, costCentre] = [placeOf(names.person), placeOf(names.team), placeOf(names.costCentre)];
  if (person < 0 || team < 0)
    throw new UsageError(
      `the column "${person < 0 ? 'email' : 'team'}" is missing`,
      'A table of teams has the columns email, team and cost_centre; others are not read.',
    );
  return (cells) => {
    const at = (place: number) => cleanLine(cells[place] ?? '');
    const email = at(person).toLowerCase();
    if (email === '') throw new UsageError('email: it is empty');
    return { key: personKey(email), person: email, team: at(team), costCentre: at(costCentre) };
  };
}
