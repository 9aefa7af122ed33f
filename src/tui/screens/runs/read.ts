import type { RunsView } from '../../../app/runs/read-runs.ts';
import { type State, slice } from '../../shell/state.ts';
import { lateRead } from '../late-read.ts';

/** What is recorded of captured runs; all views show a part of it. */
export const runs = lateRead<RunsView>('runs', async (store) => {
  // Loaded when somebody asks: the first screen does not wait for it.
  const { readRuns } = await import('../../../app/runs/read-runs.ts');
  return readRuns(store);
});

/** What is said where there is no row: that it is being read, that the filter leaves nothing, or `otherwise`. */
export function emptyText(isRead: boolean, filter: string, otherwise: string): string {
  if (!isRead) return 'reading the captured runs…';
  return filter === '' ? otherwise : 'nothing passes the filter';
}

/** What a gate or a lint that was asked for on a view came to. */
export const result = slice<string>('result of a gate or a lint', '');

/** The detail that shows it. */
export const RESULT = 'result';

/** Shows a result on its view, unless the person has gone on. */
export function showResult(state: State, screen: string, text: string): State {
  const kept = result.set(state, text);
  if (state.screen !== screen || state.overlay) return kept;
  return { ...kept, detail: { of: RESULT, scroll: 0 }, search: '' };
}
