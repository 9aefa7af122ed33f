import type { Action } from './action.ts';
import { reduceCommand } from './reduce-command.ts';
import { reduceOverlay } from './reduce-overlay.ts';
import { reduceRun } from './reduce-run.ts';
import { rolloutForm, type State } from './state.ts';

/** The next state. Pure: clocks and stores stay outside. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'loaded':
      return { ...state, phases: action.phases, suite: action.suite };
    case 'refreshed':
      return { ...state, status: action.status, history: action.history };
    case 'evidence-read':
      return { ...state, evidence: { ...state.evidence, ...action.evidence } };
    case 'run-progressed':
      return { ...state, run: reduceRun(state.run, action.event, action.at) };
    case 'run-broke-off':
      return { ...state, run: { ...state.run, going: false, runningSince: {} } };
    case 'rollout-refused':
      return { ...state, overlay: rolloutForm(action.name, action.pin, action.reason) };
    case 'noticed':
      return { ...state, notice: action.notice };
    case 'commanded':
      return reduceCommand({ ...state, notice: undefined }, action.command, action.page);
    case 'typed':
      return reduceOverlay({ ...state, notice: undefined }, action);
  }
}
