import type { ListedRunbook } from '../../../app/runbooks/list-runbooks.ts';
import type { ReadableRunbook } from '../../../app/runbooks/read-runbooks.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';

/** The runbooks in force. */
export const runbooks = slice<readonly ReadableRunbook[]>('runbooks', []);

/** The texts of the project as they were read when the history had so many entries, or why they cannot be read. */
export const drafts = slice<{
  at: number | undefined;
  listed: readonly ListedRunbook[];
  fault: string | undefined;
}>('runbook-drafts', { at: undefined, listed: [], fault: undefined });

/** What the project's text of a runbook is to the one in force; `new` where nothing of that name is in force. */
export function draftState(state: State, id: string): 'differs' | 'in force' | 'new' | 'unknown' {
  const draft = drafts.of(state).listed.find((one) => one.id === id);
  if (!draft) return 'unknown';
  if (!runbooks.of(state).some((one) => one.id === id)) return 'new';
  return draft.differs ? 'differs' : 'in force';
}

export const runbookSorting = sorting<ReadableRunbook>('runbooks', {
  TITLE: ({ title }) => title,
  KIND: ({ kind }) => kind,
  RUNBOOK: ({ id }) => id,
  REVISION: ({ revision }) => revision,
  DRAFT: ({ id }, state) => draftState(state, id),
});

/** The runbooks in force, then those of the project that were never published. */
export const allRunbooks = perState((state): readonly ReadableRunbook[] => {
  const inForce = runbooks.of(state);
  // Until these are read, each one of the project would look new.
  const listed = inForce.length === 0 ? [] : drafts.of(state).listed;
  const added = listed
    .filter(({ id }) => draftState(state, id) === 'new')
    .map(({ id, kind, title }) => ({ id, kind, title, revision: 0, text: notPublished }));
  return [...inForce, ...added];
});

const notPublished =
  'It is not in force: only the project has it. d shows its text, p publishes it, e edits it.';

/** The runbooks that pass the filter. */
export const runbookRows = perState((state): readonly ReadableRunbook[] => {
  const filter = filterOf(state, 'runbooks');
  const found = allRunbooks(state).filter(({ id, kind, title }) =>
    matches(`${id} ${kind} ${title} ${draftState(state, id)}`, filter),
  );
  return runbookSorting.apply(state, found);
});

/** The runbook under the cursor of the screen. */
export function selectedRunbook(state: State): ReadableRunbook | undefined {
  return runbookRows(state)[cursorOf(state, 'runbooks')];
}

/** The runbooks that the palette finds. */
export const runbookTargets = rowTargets<ReadableRunbook>('runbooks', 'runbook', {
  id: ({ id }) => id,
  label: ({ id }) => id,
  about: ({ title }) => title,
});
