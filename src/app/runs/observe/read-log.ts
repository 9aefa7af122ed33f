import { type LogEvent, logEvent } from '../../../domain/runs/observe/log-event.ts';
import type { World } from '../../world/world.ts';
import { findListedRun, listRuns } from '../capture/list-runs.ts';

type Place = Parameters<typeof listRuns>[1];

/**
 * The log events of captured runs, oldest first: of one run (the newest by default), or of all that ended at a time or
 * later.
 *
 * @param asked.since RFC 3339
 * @throws UsageError when no run or more than one is meant
 */
export async function readLog(
  world: World,
  place: Place,
  asked: { run: string | undefined } | { since: string | undefined },
): Promise<readonly LogEvent[]> {
  if ('run' in asked) return [logEvent((await findListedRun(world, place, asked.run)).run)];
  const { since } = asked;
  const { runs } = await listRuns(world, place);
  return runs
    .map(({ run }) => logEvent(run))
    .filter(({ ts }) => since === undefined || Date.parse(ts) >= Date.parse(since))
    .toSorted((one, other) => Date.parse(one.ts) - Date.parse(other.ts));
}
