import { CockpitError } from '../../../domain/base/errors.ts';
import {
  type ChangeInRepository,
  closeCommand,
  guideSteps,
  type IncidentGuide,
} from '../../../domain/runs/incident/guide.ts';
import type { Incident } from '../../../domain/runs/incident/incident.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import type { RecordedRun } from '../captured-runs.ts';
import { findBroughtBy, repositoryOf } from './brought-by.ts';
import { readReverted } from './check-revert.ts';
import { readDecision } from './read-decision.ts';

/**
 * Finds what a person needs for the next step of an incident. Nothing is recorded, and no file of the repository is
 * changed.
 *
 * @param folder a folder of the repository of the run; the current one when undefined
 */
export async function guideIncident(
  world: Pick<World, 'cwd' | 'environment'>,
  views: Pick<Views, 'entriesOfKind' | 'rollout'>,
  asked: { incident: Incident; folder?: string | undefined },
): Promise<IncidentGuide> {
  const { incident, folder } = asked;
  const decision = await readDecision(world, views, asked);
  const { bad, proposed, facts } = decision;
  const change = await readChange(world, bad, folder);
  const changed = bad.body.changes.total;
  return {
    ...{ ...decision, close: closeCommand(incident) },
    steps: guideSteps(incident, { change, changed, proposed, causeFacts: facts }),
  };
}

async function readChange(
  world: Pick<World, 'cwd' | 'environment'>,
  { body: run }: RecordedRun,
  folder: string | undefined,
): Promise<ChangeInRepository> {
  try {
    const repository = await repositoryOf(world, run, folder);
    const brought = await findBroughtBy(repository, run);
    const head = await readReverted(repository, { commit: repository.head, run, brought });
    return { type: 'seen', brought, head };
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    return { type: 'unseen', why: [cause.message, cause.next].filter(Boolean).join('. ') };
  }
}
