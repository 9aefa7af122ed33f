import { currentPhase } from '../domain/rollout/derive-rollout.ts';
import type { Status } from '../domain/rollout/status.ts';
import { differs } from '../domain/sandbox/matrix/matrix.ts';
import type { Action } from './action.ts';
import { refusedForm } from './forms.ts';
import { move, reduceCommand } from './reduce-command.ts';
import { reduceOverlay } from './reduce-overlay.ts';
import { reduceRun } from './reduce-run.ts';
import { probeRows } from './rows.ts';
import type { State } from './state.ts';

/** The next state. Pure: clocks and stores stay outside. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'loaded':
      return { ...state, suite: action.suite, readOnly: action.readOnly };
    case 'refreshed': {
      const { type: _, ...known } = action;
      const phase = state.status === undefined ? placeOfCurrent(action.status) : state.phase;
      // A list may have become shorter than the place of its cursor, and a text another one.
      return move({ ...state, ...known, phase, documents: {} }, 0);
    }
    case 'plugins-progressed': {
      const { done, planned } = action;
      return { ...state, plugins: { ...state.plugins, reading: { done, planned } } };
    }
    case 'plugins-read':
      return move({ ...state, plugins: { ...action.view, reading: undefined, failed: undefined } }, 0);
    case 'plugins-unread': {
      const nothing = { inventory: undefined, sources: [], commands: {}, diff: undefined };
      return move({ ...state, plugins: { ...nothing, reading: undefined, failed: action.why } }, 0);
    }
    case 'trial-over':
      return { ...state, sandbox: { ...state.sandbox, trying: (state.sandbox.trying ?? 0) + 1 } };
    case 'matrix-read':
      return toFirstDifference({ ...state, sandbox: { trying: undefined, matrix: action.matrix, first: 0 } });
    case 'policy-reading':
      return { ...state, policy: { ...state.policy, reading: true } };
    case 'policy-read':
      return move({ ...state, policy: { reading: false, view: action.view ?? state.policy.view } }, 0);
    case 'history-found':
      return move({ ...state, history: action.history }, 0);
    case 'document-read':
      return { ...state, documents: { ...state.documents, [action.name]: action.text } };
    case 'evidence-read':
      return { ...state, evidence: { ...state.evidence, ...action.evidence } };
    case 'run-progressed':
      return { ...state, run: reduceRun(state.run, action.event, action.at) };
    case 'run-broke-off':
      return { ...state, run: { ...state.run, going: false, runningSince: {} } };
    case 'refused': {
      const overlay = refusedForm(action.intent, action.reason);
      return overlay ? { ...state, overlay } : { ...state, notice: action.reason };
    }
    case 'noticed':
      return { ...state, notice: action.notice };
    case 'commanded':
      return reduceCommand({ ...state, notice: undefined }, action.command, action.page);
    case 'typed':
      return reduceOverlay({ ...state, notice: undefined }, action);
  }
}

/** Puts the cursor on the first probe that finds something. */
function toFirstDifference(state: State): State {
  const cells =
    state.sandbox.matrix?.trials.flatMap((trial) => (trial.type === 'tried' ? trial.cells : [])) ?? [];
  const found = new Set(cells.filter(differs).map(({ probe }) => probe));
  const place = probeRows(state).findIndex(({ probe }) => found.has(probe));
  return { ...state, cursor: { ...state.cursor, sandbox: Math.max(0, place) } };
}

function placeOfCurrent(status: Status): number {
  const current = currentPhase(status);
  return Math.max(
    0,
    status.phases.findIndex(({ id }) => id === current?.id),
  );
}
