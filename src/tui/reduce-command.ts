import type { Page } from './action.ts';
import type { Command } from './binding.ts';
import { confirm } from './confirm.ts';
import { confirmRun } from './confirm-run.ts';
import { openForm } from './forms.ts';
import { isFound, isHeading, jump } from './reader.ts';
import { confirmArtifact } from './reduce-artifact.ts';
import { actOnTurn, confirmPass, confirmSign, withItem } from './reduce-decision.ts';
import { reduceSource } from './reduce-source.ts';
import { rowCount } from './rows.ts';
import { selectedChecks, selectedPhase, selectedSource } from './selection.ts';
import { SCREENS, type ScreenId, type State } from './state.ts';

/** What a command does to the state; what it does to the world waits for a confirmation. */
export function reduceCommand(state: State, command: Command, { rows, columns }: Page): State {
  switch (command) {
    case 'screen-rollout':
      return show(state, 'rollout');
    case 'screen-checks':
      return show(state, 'checks');
    case 'screen-history':
      return show(state, 'history');
    case 'screen-turn':
      return show(state, 'turn');
    case 'screen-runbooks':
      return show(state, 'runbooks');
    case 'screen-plugins':
      return show(state, 'plugins');
    case 'screen-sandbox':
      return show(state, 'sandbox');
    case 'screen-policy':
      return show(state, 'policy');
    case 'screen-artifacts':
      return show(state, 'artifacts');
    case 'next-screen':
      return show(state, neighbour(state.screen, 1));
    case 'previous-screen':
      return show(state, neighbour(state.screen, -1));
    case 'next-phase':
      return choosePhase(state, state.phase + 1);
    case 'previous-phase':
      return choosePhase(state, state.phase - 1);
    case 'up':
      return move(state, -1);
    case 'down':
      return move(state, 1);
    case 'page-up':
      return move(state, -rows);
    case 'page-down':
      return move(state, rows);
    case 'first':
      return move(state, Number.NEGATIVE_INFINITY);
    case 'last':
      return move(state, Number.POSITIVE_INFINITY);
    case 'open':
      return state.screen === 'turn' ? actOnTurn(state) : open(state);
    case 'gate':
      return { ...state, detail: { of: 'gate', scroll: 0 } };
    case 'plugin-diff':
      return { ...state, detail: { of: 'diff', scroll: 0 } };
    case 'read-plugins':
      return { ...state, plugins: { ...state.plugins, reading: { done: 0, planned: 0 } } };
    case 'revision-diff':
      return { ...state, detail: { of: 'diff', scroll: 0 } };
    case 'try-profiles':
      return { ...state, detail: undefined, sandbox: { ...state.sandbox, trying: 0 } };
    case 'next-profile':
      return showProfiles(state, 1);
    case 'previous-profile':
      return showProfiles(state, -1);
    case 'read-policy':
      return { ...state, policy: { ...state.policy, reading: true } };
    case 'submit-artifact':
    case 'approve-artifact':
      return confirmArtifact(state, command);
    case 'item-history':
      return withItem(state, ({ item }) => showHistoryOf(state, `item/${item.id}`));
    case 'snapshot':
      return confirm(state, 'Record a snapshot of the plugins?', ['plugins.snapshot-taken'], {
        type: 'snapshot',
      });
    case 'upgrade-review':
    case 'acknowledge':
    case 'promote':
    case 'demote':
    case 'block':
      return reduceSource(state, command, selectedSource(state));
    case 'back':
      return back(state);
    case 'filter':
      return state.screen === 'runbooks' && state.detail
        ? { ...state, search: '', overlay: { type: 'search' } }
        : { ...state, detail: undefined, overlay: { type: 'filter' } };
    case 'next-heading':
      return jump(state, { columns, fits: isHeading });
    case 'previous-heading':
      return jump(state, { columns, fits: isHeading, backwards: true });
    case 'next-match':
      return jump(state, { columns, fits: (line) => isFound(line, state.search) });
    case 'help':
      return { ...state, overlay: { type: 'help', scroll: 0 } };
    case 'palette':
      return { ...state, overlay: { type: 'palette', query: '', cursor: 0 } };
    case 'start-rollout':
    case 'move-pin':
    case 'add-person':
    case 'act-as':
      return { ...state, overlay: openForm(command) };
    case 'attest':
    case 'waive':
    case 'withdraw':
      return withItem(state, ({ item }) => ({ ...state, overlay: openForm(command, item.id) }));
    case 'revisit':
      return { ...state, overlay: openForm('revisit', selectedPhase(state)?.id) };
    case 'sign':
      return confirmSign(state, selectedPhase(state));
    case 'pass':
      return confirmPass(state, selectedPhase(state));
    case 'run-all':
      return confirmRun(state, state.suite?.checks.map(({ id }) => id) ?? []);
    case 'run-one':
      return confirmRun(state, selectedChecks(state));
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
  if (state.detail) {
    return { ...state, detail: { ...state.detail, scroll: Math.max(0, bounded(state.detail.scroll + by)) } };
  }
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

function choosePhase(state: State, place: number): State {
  const last = Math.max(0, (state.status?.phases.length ?? 1) - 1);
  const phase = Math.min(last, Math.max(0, place));
  return { ...state, phase, detail: undefined, cursor: { ...state.cursor, rollout: 0 } };
}

function showProfiles(state: State, by: 1 | -1): State {
  const tried = state.sandbox.matrix?.trials.filter(({ type }) => type === 'tried').length ?? 0;
  const first = Math.min(Math.max(0, tried - 1), Math.max(0, state.sandbox.first + by));
  return { ...state, sandbox: { ...state.sandbox, first } };
}

/** The history with the entries of one subject. */
function showHistoryOf(state: State, subject: string): State {
  const filter = { ...state.filter, history: `subject:${subject}` };
  return { ...show(state, 'history'), filter, cursor: { ...state.cursor, history: 0 } };
}

function neighbour(screen: ScreenId, by: 1 | -1): ScreenId {
  const index = (SCREENS.indexOf(screen) + by + SCREENS.length) % SCREENS.length;
  return SCREENS[index] ?? screen;
}

function open(state: State): State {
  if (state.detail || rowCount(state, state.screen) === 0) return state;
  return { ...state, detail: { of: 'row', scroll: 0 }, search: '' };
}

function back(state: State): State {
  if (state.search !== '') return { ...state, search: '' };
  if (state.detail) return { ...state, detail: undefined };
  return move({ ...state, filter: { ...state.filter, [state.screen]: '' } }, 0);
}
