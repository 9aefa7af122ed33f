import type { EventKind } from '../entry/event.ts';
import { entriesNamedBy } from '../entry/event-references.ts';
import type { HistoryEntry } from './history-entry.ts';

/** Kinds of entries that rest on earlier ones, as they say themselves. */
export const DECISION_KINDS = [
  'phase.passed',
  'review.finished',
  'plugins.upgrade-reviewed',
  'plugins.upgrade-started',
  'plugins.upgraded',
  'source.decided',
  'artifact.approved',
  'artifact.published',
  'change.judged',
  'loop-back.recorded',
] as const satisfies readonly EventKind[];

/** A decision with the numbers of the entries that it rests on. */
export type Decision = { entry: HistoryEntry; restsOn: readonly number[] };

/**
 * Finds what each decision rests on. Approvals and copies of an artifact rest on the revision.
 *
 * @param decisions entries of these kinds
 * @param revisions entries of the kind `artifact.revised`
 */
export function withGrounds(
  decisions: readonly HistoryEntry[],
  revisions: readonly HistoryEntry[],
): readonly Decision[] {
  const written = new Map(
    revisions.flatMap(({ seq, event }) =>
      event.kind === 'artifact.revised' ? [[`${event.body.artifact} ${event.body.revision}`, seq]] : [],
    ),
  );
  return decisions.map((entry) => {
    const { kind, body } = entry.event;
    if (kind !== 'artifact.approved' && kind !== 'artifact.published')
      return { entry, restsOn: entriesNamedBy(entry.event) };
    const revision = written.get(`${body.artifact} ${body.revision}`);
    return { entry, restsOn: revision === undefined ? [] : [revision] };
  });
}

/**
 * The decisions that rest on entries that are meant, by themselves or through other decisions; in the order of `seq`.
 * `through` names what of it they rest on.
 */
export function decisionsOn(
  decisions: readonly Decision[],
  isMeant: (seq: number) => boolean,
): readonly (Decision & { through: readonly number[] })[] {
  const reached = new Set<number>();
  return decisions
    .toSorted((one, other) => one.entry.seq - other.entry.seq)
    .flatMap((decision) => {
      // What a decision rests on was there before it, and was looked at before it.
      const through = decision.restsOn.filter((seq) => isMeant(seq) || reached.has(seq));
      if (through.length === 0) return [];
      reached.add(decision.entry.seq);
      return [{ ...decision, through }];
    });
}
