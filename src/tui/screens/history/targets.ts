import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import type { Target } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { goToEntry } from './keys.ts';
import { historyRows, summary } from './rows.ts';

const loadedEntries = rowTargets<HistoryEntry>('history', 'entry', {
  id: ({ id }) => id,
  label: ({ seq }) => String(seq),
  about: (entry) => `${entry.event.kind}  ${summary(entry)}`,
});

/** The entries that the palette finds: those that are shown, and any other one by its number. */
export function entryTargets(state: State, query: string): readonly Target[] {
  const loaded = historyRows(state).flatMap((row) => (row.type === 'entry' ? [row.entry] : []));
  const number = Number(/^#?(\d{1,15})$/.exec(query.trim())?.[1] ?? 0);
  const isThere = number > 0 && number <= (state.status?.entries ?? 0);
  if (!isThere || loaded.some(({ seq }) => seq === number)) return loadedEntries(loaded);
  const other: Target = {
    kind: 'entry',
    label: String(number),
    about: 'read from the history',
    open: (now) => goToEntry(now, number),
  };
  return [other, ...loadedEntries(loaded)];
}
