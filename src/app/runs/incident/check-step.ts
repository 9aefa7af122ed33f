import { countOf } from '../../../domain/base/text/progress.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import {
  type Cause,
  goodRunOf,
  type Incident,
  type StepDone,
  stepOf,
} from '../../../domain/runs/incident/incident.ts';
import { causeTitles, judgeCause } from '../../../domain/runs/incident/judge-incident.ts';
import { judgeRerun } from '../../../domain/runs/incident/judge-rerun.ts';
import { judgeRevert, shortCommit } from '../../../domain/runs/incident/revert.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { findCapturedRun } from '../captured-runs.ts';
import { resolveCommit } from '../repository.ts';
import { findBroughtBy, repositoryOf } from './brought-by.ts';
import { readReverted } from './check-revert.ts';
import { readDecision } from './read-decision.ts';

/** What a step leaves in the history, and what its check found wrong. */
export type CheckedStep = Pick<StepDone, 'note' | 'ref' | 'cause' | 'proposed' | 'files'> & {
  found: readonly string[];
};

type Asked<More> = { incident: Incident; folder?: string | undefined } & More;
type Reading = Pick<Views, 'entriesOfKind' | 'rollout'>;

const plain = { ref: null, cause: null, proposed: null, files: [] };

/** Whether a commit takes the change of the bad run back. */
export async function checkRevert(
  world: Pick<World, 'cwd' | 'environment'>,
  views: Reading,
  { incident, commit: named, folder }: Asked<{ commit: string }>,
): Promise<CheckedStep> {
  const { body: run } = await findCapturedRun(views, incident.bad);
  // Without a repository only a person can say that the change is gone.
  if (run.git === null)
    return {
      ...plain,
      note: 'taken back without a commit',
      found: ['the run did not work in a git repository'],
    };
  const repository = await repositoryOf(world, run, folder);
  const commit = await resolveCommit(world, repository.root, named);
  const brought = await findBroughtBy(repository, run);
  const state = await readReverted(repository, { commit, run, brought });
  const files = state.files.map(({ path, sha256 }) => ({ name: path, sha256 }));
  const note = `${shortCommit(commit)} takes back ${countOf(files.length, 'file')}`;
  return { ...plain, note, ref: commit, files, found: judgeRevert(state) };
}

/** What the comparison of the runs says, and what a person decides. */
export async function checkCause(
  world: Pick<World, 'cwd' | 'environment'>,
  views: Reading,
  {
    reason,
    ...asked
  }: Asked<{ cause?: Cause | undefined; good?: string | undefined; reason: string | undefined }>,
): Promise<CheckedStep> {
  const { good, proposed } = await readDecision(world, views, asked);
  const cause = judgeCause(proposed, { cause: asked.cause, reason });
  const note = `${causeTitles[cause]}${reason === undefined ? '' : `: ${reason}`}`;
  return { ...plain, note, ref: good?.body.run ?? null, cause, proposed, found: [] };
}

/** Whether a new run is as it was decided. */
export async function checkRerun(
  views: Reading,
  { incident, run: named }: Asked<{ run: string }>,
): Promise<CheckedStep> {
  const decision = stepOf(incident, 'decide').done;
  const run = await findCapturedRun(views, named);
  const bad = await findCapturedRun(views, incident.bad);
  const goodId = goodRunOf(incident);
  const good = goodId === undefined ? undefined : await findCapturedRun(views, goodId);
  const packs = bodiesOf(await views.entriesOfKind('pack.created'), 'pack.created');
  const found = decision
    ? judgeRerun({
        ...{ run, decision, bad: bad.body, good: good?.body },
        pack: packs.findLast(({ body }) => body.run === run.body.run)?.body,
      })
    : [];
  return { ...plain, note: `run ${run.body.run} ${run.body.outcome}`, ref: run.body.run, found };
}
