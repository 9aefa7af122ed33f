import type { ListedRunbook } from '../../../../src/app/runbooks/list-runbooks.ts';
import type { ReadableRunbook } from '../../../../src/app/runbooks/read-runbooks.ts';
import { drafts, runbookRows, runbooks } from '../../../../src/tui/screens/runbooks/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { on } from '../../support.tsx';

/** A runbook as the project has it. */
export const listed = (id: string, differs: boolean): ListedRunbook => ({
  ...{ id, kind: 'phase', title: `The ${id}`, items: 2, revision: 1, file: `runbooks/${id}.md`, differs },
});

/** A runbook in force. */
export const readable = (id: string, more: Partial<ReadableRunbook> = {}): ReadableRunbook => ({
  ...{ id, kind: 'phase', title: `The ${id}`, revision: 1, text: `# ${id}` },
  ...more,
});

/** The Runbooks screen of a rollout owner with these runbooks in force. */
export function shelfOf(
  inForce: readonly ReadableRunbook[],
  { found = {}, ...more }: Partial<State> & { found?: Partial<ReturnType<typeof drafts.of>> } = {},
): State {
  const me: State['me'] = { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false };
  const state = runbooks.set(on('runbooks', { me, ...more }), inForce);
  const texts = inForce.map(({ id }) => listed(id, false));
  return drafts.set(state, { at: state.status?.entries, listed: texts, fault: undefined, ...found });
}

/** Two runbooks, of which the text of the project differs for the first. */
export const shelf = (found: Partial<ReturnType<typeof drafts.of>> = {}, more: Partial<State> = {}): State =>
  shelfOf([readable('pilot'), readable('scale')], {
    found: { listed: [listed('pilot', true), listed('scale', false)], ...found },
    ...more,
  });

/** The ids of the rows. */
export const ids = (state: State): readonly string[] => runbookRows(state).map(({ id }) => id);
