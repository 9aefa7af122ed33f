import { bodiesOf } from '../../../domain/history/entry/event.ts';
import type { Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import type { World } from '../../world/world.ts';
import { readDecision, type UpgradeDecision } from '../decide/read-decision.ts';
import { findRehearsal } from './record-rehearsal.ts';

/** How a rehearsal was decided. */
type Outcome = {
  what: 'approved' | 'rejected' | 'rolled back';
  by: string;
  at: string;
  reason: string;
  seq: number;
};

/** A rehearsal with its entry and what was decided about it so far. */
export type ReportedRehearsal = {
  rehearsal: Rehearsal;
  entry: { seq: number; hash: string; by: string } | undefined;
  decision:
    | (Pick<UpgradeDecision, 'waivers' | 'signatures' | 'obstacles'> & {
        at: string;
        outcome: Outcome | undefined;
      })
    | undefined;
};

/**
 * What a report about a rehearsal tells beside it.
 *
 * @param seq its entry; undefined for a part that was not recorded
 */
export async function readReport(
  world: World,
  store: ReadStore,
  { rehearsal, seq }: { rehearsal: Rehearsal; seq: number | undefined },
): Promise<ReportedRehearsal> {
  if (seq === undefined) return { rehearsal, entry: undefined, decision: undefined };
  const { actor: by } = await findRehearsal(store, String(seq));
  const entry = { seq, hash: (await store.entry(seq))?.hash ?? '', by };
  // Without a rollout there is no pin to move, and nobody with a role.
  if (!(await store.rollout())) return { rehearsal, entry, decision: undefined };
  const { waivers, signatures, obstacles } = await readDecision(world, store, String(seq));
  const outcome = await readOutcome(store, rehearsal.id);
  const at = world.now().toISOString();
  return { rehearsal, entry, decision: { waivers, signatures, obstacles, outcome, at } };
}

/** The newest decision about it. */
async function readOutcome(store: ReadStore, rehearsal: string): Promise<Outcome | undefined> {
  const decided = async <Kind extends 'upgrade.approved' | 'upgrade.rejected' | 'upgrade.rolled-back'>(
    kind: Kind,
    what: Outcome['what'],
  ) =>
    bodiesOf(await store.entriesOfKind(kind), kind)
      .filter(({ body }) => body.rehearsal === rehearsal)
      .map(({ seq, at, actor, body }) => ({ what, by: actor, at, reason: body.reason, seq }));
  const all = await Promise.all([
    decided('upgrade.approved', 'approved'),
    decided('upgrade.rejected', 'rejected'),
    decided('upgrade.rolled-back', 'rolled back'),
  ]);
  return all
    .flat()
    .sort((one, other) => one.seq - other.seq)
    .at(-1);
}
