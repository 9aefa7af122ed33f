import type { Command } from './keymap.ts';
import { checkRows, rowCount } from './rows.ts';
import { type Intent, rolloutForm, SCREENS, type ScreenId, type State } from './state.ts';

/** What a command does to the state; what it does to the world waits for a confirmation. */
export function reduceCommand(state: State, command: Command, page: number): State {
  switch (command) {
    case 'screen-rollout':
      return show(state, 'rollout');
    case 'screen-checks':
      return show(state, 'checks');
    case 'screen-history':
      return show(state, 'history');
    case 'next-screen':
      return show(state, neighbour(state.screen, 1));
    case 'previous-screen':
      return show(state, neighbour(state.screen, -1));
    case 'up':
      return move(state, -1);
    case 'down':
      return move(state, 1);
    case 'page-up':
      return move(state, -page);
    case 'page-down':
      return move(state, page);
    case 'first':
      return move(state, Number.NEGATIVE_INFINITY);
    case 'last':
      return move(state, Number.POSITIVE_INFINITY);
    case 'open':
      return open(state);
    case 'back':
      return back(state);
    case 'filter':
      return { ...state, detail: undefined, overlay: { type: 'filter' } };
    case 'help':
      return { ...state, overlay: { type: 'help', scroll: 0 } };
    case 'palette':
      return { ...state, overlay: { type: 'palette', query: '', cursor: 0 } };
    case 'start-rollout':
      return { ...state, overlay: rolloutForm() };
    case 'run-all':
      return confirmRun(state, state.suite?.checks.map(({ id }) => id) ?? []);
    case 'run-one':
      return confirmRun(state, selectedCheck(state));
    case 'stop':
      return confirm(state, 'Stop the run?', ['run.finished: interrupted, with the checks finished so far'], {
        type: 'stop',
      });
    case 'quit':
      return state.run.going
        ? confirm(state, 'A run is going. Stop it and quit?', ['run.finished: interrupted'], { type: 'quit' })
        : state;
    case 'interrupt':
      return state;
  }
}

/** Moves the cursor of the list, or the text of an open detail. */
export function move(state: State, by: number): State {
  if (state.detail) return { ...state, detail: { scroll: Math.max(0, bounded(state.detail.scroll + by)) } };
  const last = Math.max(0, rowCount(state, state.screen) - 1);
  const next = Math.min(last, Math.max(0, state.cursor[state.screen] + by));
  return { ...state, cursor: { ...state.cursor, [state.screen]: next } };
}

/** The longest scroll that makes sense; the view stops at the end of its text. */
function bounded(scroll: number): number {
  return Math.min(scroll, 100_000);
}

function show(state: State, screen: ScreenId): State {
  return { ...state, screen, detail: undefined };
}

function neighbour(screen: ScreenId, by: 1 | -1): ScreenId {
  const index = (SCREENS.indexOf(screen) + by + SCREENS.length) % SCREENS.length;
  return SCREENS[index] ?? screen;
}

function open(state: State): State {
  if (state.detail || rowCount(state, state.screen) === 0) return state;
  return { ...state, detail: { scroll: 0 } };
}

function back(state: State): State {
  if (state.detail) return { ...state, detail: undefined };
  return move({ ...state, filter: { ...state.filter, [state.screen]: '' } }, 0);
}

function selectedCheck(state: State): readonly string[] {
  const row = checkRows(state)[state.cursor.checks];
  return row ? [row.check.id] : [];
}

function confirmRun(state: State, ids: readonly string[]): State {
  if (ids.length === 0) return { ...state, notice: 'no check is selected' };
  const [only] = ids;
  const what = ids.length === 1 ? `Run ${only}` : `Run ${ids.length} checks`;
  const records = [
    'run.started',
    `check.finished, ${ids.length === 1 ? 'once' : `${ids.length} times`}, with evidence`,
    'run.finished',
  ];
  return confirm(state, `${what} against pin ${state.status?.pin ?? ''}?`, records, { type: 'run', ids });
}

function confirm(state: State, question: string, records: readonly string[], intent: Intent): State {
  return { ...state, overlay: { type: 'confirm', question, records, intent } };
}
