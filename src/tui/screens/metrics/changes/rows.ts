import type { Changes } from '../../../../app/metrics/loop/changes.ts';
import type { Change } from '../../../../domain/metrics/loop/change.ts';
import { describeScope } from '../../../../domain/metrics/scope.ts';
import { describeChangeState, describeMove } from '../../../../report/metrics/loop/changes.ts';
import { matches } from '../../../components/matches.ts';
import { sorting } from '../../../components/sorting.ts';
import { show } from '../../../shell/move.ts';
import { cursorOf, filterOf, perState, type State } from '../../../shell/state.ts';
import { lateRead } from '../../late-read.ts';

const screen = 'metric-changes';

/** The changes that are tied to signals, and when the charts are reviewed next. */
export const changes = lateRead<Changes>(screen, async (store, doing) => {
  const { readChanges } = await import('../../../../app/metrics/loop/changes.ts');
  return readChanges(doing.world(), store);
});

/** How a change stands, what needs a person first. */
export const CHANGE_STATES = [
  'overdue',
  'to judge',
  'moved against',
  'did not move',
  'not enough data',
  'moved as expected',
  'waiting',
  'closed',
] as const;

export function changeState({ due, judged, closed }: Change): (typeof CHANGE_STATES)[number] {
  if (closed) return 'closed';
  if (judged) return judged.verdict;
  if (due?.state === 'later') return 'waiting';
  return due?.state === 'overdue' ? 'overdue' : 'to judge';
}

/** What is expected of the signal: `defect-rate ↓ 10 % of what it was`. */
export const expectation = (change: Change): string =>
  `${change.metric} ${change.expect === 'up' ? '↑' : '↓'} ${describeMove(change)}`;

export const changeSorting = sorting<Change>(
  screen,
  {
    STATE: (one) => CHANGE_STATES.indexOf(changeState(one)),
    CHANGE: ({ id }) => id,
    SIGNAL: expectation,
    OF: ({ scope }) => describeScope(scope),
    BY: ({ kind }) => kind,
    REF: ({ ref }) => ref.text,
    'JUDGED ON': ({ reviewOn }) => reviewOn,
  },
  () => ({ by: 'STATE', descending: false }),
);

/** The changes that pass the filter; closed ones come last. */
export const changeRows = perState((state): readonly Change[] => {
  const filter = filterOf(state, screen);
  const found = (changes.of(state).value?.changes ?? []).filter((one) =>
    matches(
      `${one.id} ${expectation(one)} ${describeScope(one.scope)} ${one.kind} ${one.ref.text} ${describeChangeState(one)} ${changeState(one)}`,
      filter,
    ),
  );
  return changeSorting.apply(state, found);
});

/** The change under the cursor. */
export function selectedChange(state: State): Change | undefined {
  return changeRows(state)[cursorOf(state, screen)];
}

/** Shows a change on its view; while that is not read, it will be the only one there. */
export function showChange(state: State, id: string): State {
  const shown = show(state, screen);
  const place = changeRows(shown).findIndex((one) => one.id === id);
  if (place < 0) return { ...shown, filter: { ...shown.filter, [screen]: id } };
  return { ...shown, cursor: { ...shown.cursor, [screen]: place } };
}
