import { UnusableError } from '../../domain/base/errors.ts';
import {
  type DerivedRollout,
  deriveRollout,
  type RolloutRecord,
} from '../../domain/rollout/derive-rollout.ts';
import type { Rollout } from '../../domain/rollout/rollout.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import { type RunbookHead, readHead } from '../../domain/runbooks/runbook.ts';
import type { Views } from '../../store/views/views.ts';
import { loadShippedRunbooks } from '../runbooks/read-runbook-files.ts';
import type { World } from '../world/world.ts';

/** A rollout as it is now, with the record and the runbooks it was derived from. */
export type CurrentRollout = {
  derived: DerivedRollout;
  record: RolloutRecord;
  runbooks: readonly RunbookHead[];
};

/**
 * Derives the rollout from the log.
 *
 * @throws UsageError when there is no rollout
 */
export async function readRollout(world: Pick<World, 'now'>, views: Views): Promise<CurrentRollout> {
  const rollout = await views.rollout();
  if (!rollout) throw noRollout();
  const record = await readRecord(views, rollout);
  const runbooks = await readRunbooksInForce(views);
  return { record, runbooks, derived: deriveRollout(record, runbooks, world.now()) };
}

/**
 * The same for a history that may not be there yet.
 *
 * @throws UsageError when there is no rollout
 */
export async function readCurrent(
  world: Pick<World, 'now'>,
  views: Views | undefined,
): Promise<CurrentRollout> {
  if (!views) throw noRollout();
  return readRollout(world, views);
}

/** The runbooks that count: the published revision of each, and the shipped one where none is published. */
async function readRunbooksInForce(views: Pick<Views, 'publishedRunbooks'>): Promise<readonly RunbookHead[]> {
  const [published, shipped] = await Promise.all([views.publishedRunbooks(), loadShippedRunbooks()]);
  const heads = published.map(({ seq, body }): RunbookHead => {
    try {
      return readHead(body.declaration);
    } catch (cause) {
      throw new UnusableError(
        `entry ${seq}: the runbook ${body.runbook} that it published cannot be read`,
        'Use a newer codex-cockpit.',
        cause,
      );
    }
  });
  return [...heads, ...shipped.filter(({ id }) => !heads.some((head) => head.id === id))];
}

async function readRecord(views: Views, rollout: Rollout): Promise<RolloutRecord> {
  const [people, evidence, waivers, signOffs, gates, artifacts] = await Promise.all([
    views.people(),
    views.evidence(),
    views.waivers(),
    views.signOffs(),
    views.gates(),
    views.artifactEntries(),
  ]);
  return { rollout, people, evidence, waivers, signOffs, gates, artifacts };
}
