import { observe } from '../../src/codex/rehearsal/observe.ts';
import type { Observer } from '../../src/codex/rehearsal/observer.ts';
import type { Area } from '../../src/domain/upgrade/rehearsal/area.ts';
import type { AreaObservation, Observation } from '../../src/domain/upgrade/rehearsal/observation.ts';
import { rehearsedTeam } from './rehearsed-team.ts';
import { realCodex } from './world.ts';

type Team = ReturnType<typeof rehearsedTeam>;

/** Lets one observer look at a CLI, the pinned one unless another is named, on a team. */
export function observeOnce(
  observer: Observer,
  {
    codex = realCodex,
    other = codex,
    pin = codex,
    version = '0.139.0',
    team = rehearsedTeam('team'),
  }: { codex?: string; other?: string; pin?: string; version?: string; team?: Team } = {},
): Promise<Observation> {
  return observe({ path: codex, version, other, pin }, [observer], {
    team: { home: team.teamHome, project: team.cwd, folders: ['.'] },
    environment: team.environment,
    signal: new AbortController().signal,
    concurrency: 1,
  });
}

/** What was seen in an area. */
export function areaIn({ areas }: Observation, area: Area): AreaObservation {
  const found = areas.find((one) => one.area === area);
  if (!found) throw new Error(`${area} was not looked at`);
  return found;
}

/** The values of an area by their keys. */
export function valuesIn(observation: Observation, area: Area): ReadonlyMap<string, string> {
  return new Map(areaIn(observation, area).facts.map(({ key, value }) => [key, value]));
}
