import { confirm } from './confirm.ts';
import type { State } from './state.ts';

/** Asks before checks are run. */
export function confirmRun(state: State, ids: readonly string[]): State {
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
