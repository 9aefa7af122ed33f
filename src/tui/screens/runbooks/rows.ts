import type { ReadableRunbook } from '../../../app/runbooks/read-runbooks.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { filterOf, perState, slice } from '../../shell/state.ts';

/** The runbooks in force. */
export const runbooks = slice<readonly ReadableRunbook[]>('runbooks', []);

export const runbookSorting = sorting<ReadableRunbook>('runbooks', {
  TITLE: ({ title }) => title,
  KIND: ({ kind }) => kind,
  RUNBOOK: ({ id }) => id,
  REVISION: ({ revision }) => revision,
});

/** The runbooks that pass the filter. */
export const runbookRows = perState((state): readonly ReadableRunbook[] => {
  const filter = filterOf(state, 'runbooks');
  const found = runbooks.of(state).filter(({ id, kind, title }) => matches(`${id} ${kind} ${title}`, filter));
  return runbookSorting.apply(state, found);
});

/** The runbooks that the palette finds. */
export const runbookTargets = rowTargets<ReadableRunbook>('runbooks', 'runbook', {
  id: ({ id }) => id,
  label: ({ id }) => id,
  about: ({ title }) => title,
});
