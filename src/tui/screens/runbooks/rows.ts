import type { ReadableRunbook } from '../../../app/runbooks/read-runbooks.ts';
import { matches } from '../../components/matches.ts';
import { filterOf, type State, slice } from '../../shell/state.ts';

/** The runbooks in force. */
export const runbooks = slice<readonly ReadableRunbook[]>('runbooks', []);

/** The runbooks that pass the filter. */
export function runbookRows(state: State): readonly ReadableRunbook[] {
  return runbooks
    .of(state)
    .filter(({ id, kind, title }) => matches(`${id} ${kind} ${title}`, filterOf(state, 'runbooks')));
}
