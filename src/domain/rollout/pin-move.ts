import type { PhaseId } from '../base/phase.ts';
import type { RunbookHead } from '../runbooks/runbook.ts';
import {
  allItems,
  type DerivedPhase,
  type DerivedRollout,
  deriveRollout,
  type RolloutRecord,
} from './derive-rollout.ts';
import type { JudgedItem } from './items/item-status.ts';

/** What changes when the pin moves to another CLI version. */
export type PinMove = {
  from: string;
  to: string;
  /** Items that are judged otherwise then, those that go stale first. */
  items: readonly { item: string; before: JudgedItem['state']; after: JudgedItem['state']; reason: string }[];
  /** Sign-offs that no longer count. */
  signOffs: readonly { phase: PhaseId; role: string; person: string; seq: number }[];
  /** Phases that were passed, or could be, and whose gate then asks again. */
  gates: readonly { phase: PhaseId; before: string; after: string }[];
};

/**
 * What a move of the pin changes: the same record is judged once as it is and once with the other pin.
 *
 * @param now when it would be moved
 */
export function previewPinMove(
  record: RolloutRecord,
  runbooks: readonly RunbookHead[],
  { to, now }: { to: string; now: Date },
): PinMove {
  const before = deriveRollout(record, runbooks, now);
  const moved = { ...record.rollout, pin: to, pinnedAt: now.toISOString() };
  return comparePins(before, deriveRollout({ ...record, rollout: moved }, runbooks, now));
}

function comparePins(before: DerivedRollout, after: DerivedRollout): PinMove {
  const states = new Map(allItems(before).map(({ item, state }) => [item.id, state]));
  const items = allItems(after).flatMap(({ item, state, reason }) => {
    const was = states.get(item.id) ?? state;
    return was === state ? [] : [{ item: item.id, before: was, after: state, reason }];
  });
  const pairs = before.phases.flatMap((one) => {
    const other = after.phases.find(({ id }) => id === one.id);
    return other ? [{ one, other }] : [];
  });
  return {
    from: before.rollout.pin,
    to: after.rollout.pin,
    items: items.toSorted((one, other) => weight(one.after) - weight(other.after)),
    signOffs: pairs.flatMap(({ one, other }) => lostSignOffs(one, other)),
    gates: pairs.flatMap(({ one, other }) => {
      const [was, is] = [gateOf(one), gateOf(other)];
      return was === is ? [] : [{ phase: one.id, before: was, after: is }];
    }),
  };
}

const order: readonly JudgedItem['state'][] = [
  'stale',
  'failing',
  'open',
  'waived',
  'satisfied',
  'not applicable',
];

const weight = (state: JudgedItem['state']) => order.indexOf(state);

function lostSignOffs(before: DerivedPhase, after: DerivedPhase): PinMove['signOffs'] {
  const counts = new Set(after.signOffs.filter(({ state }) => state === 'current').map(({ seq }) => seq));
  return before.signOffs
    .filter(({ state, seq }) => state === 'current' && !counts.has(seq))
    .map(({ phase, role, person, seq }) => ({ phase, role, person, seq }));
}

/** How a gate stands: what is passed, has drifted, can be passed or is closed. */
function gateOf({ state, blockers }: DerivedPhase): string {
  if (state === 'passed' || state === 'drifted') return state;
  return blockers.length === 0 ? 'open' : 'closed';
}

/** The same in words, a change a line; one line when nothing changes. */
export function describePinMove(
  { items, signOffs, gates }: PinMove,
  when: 'planned' | 'done' = 'planned',
): readonly string[] {
  const [was, is] = when === 'done' ? ['was', 'is'] : ['is', 'will be'];
  const lines = [
    ...gates.map(({ phase, before, after }) => `the gate of ${phase} ${was} ${before} and ${is} ${after}`),
    ...signOffs.map(
      ({ phase, role, person, seq }) =>
        `the sign-off of ${phase} by ${person} as ${role} (entry ${seq}) ${is} outdated`,
    ),
    ...items.map(
      ({ item, before, after, reason }) => `${item} ${was} ${before} and ${is} ${after}: ${reason}`,
    ),
  ];
  return lines.length === 0 ? ['no item, sign-off or gate changes'] : lines;
}
