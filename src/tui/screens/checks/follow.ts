import type { Binding } from '../../shell/screen.ts';
import { type State, slice } from '../../shell/state.ts';
import { checkRows, selectedCheck } from './rows.ts';

/** The running check that the cursor was put on; undefined while nobody follows. */
const followed = slice<string | undefined>('check-followed', undefined);

/**
 * Keeps the cursor on a check that runs, the one that began last. A person who moves it to another row has stopped
 * following.
 */
export function followRunning(state: State): State {
  const id = followed.of(state);
  if (id === undefined) return state;
  const isThere = selectedCheck(state)?.check.id === id;
  return isThere && state.run.going ? putOnRunning(state) : followed.set(state, undefined);
}

function putOnRunning(state: State): State {
  const rows = checkRows(state);
  const selected = selectedCheck(state);
  if (selected?.state === 'running') return followed.set(state, selected.check.id);
  const newest = rows
    .filter(({ runningSince }) => runningSince !== undefined)
    .toSorted((one, other) => (other.runningSince ?? 0) - (one.runningSince ?? 0))
    .at(0);
  // Between two checks nothing runs: the cursor waits where it is.
  const target = newest ?? selected;
  if (!target) return state;
  const place = rows.indexOf(target);
  const detail = state.detail && target !== selected ? { ...state.detail, scroll: 0 } : state.detail;
  return followed.set({ ...state, detail, cursor: { ...state.cursor, checks: place } }, target.check.id);
}

/** Follows the running check. */
export const followKey: Binding = {
  command: 'follow',
  keys: ['F'],
  description: 'follow the running check, until you move',
  footer: 'follow',
  disabled: ({ run }) => (run.going && run.candidate === undefined ? undefined : 'no run is in progress'),
  press: (state) => [putOnRunning(state)],
};
