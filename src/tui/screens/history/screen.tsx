import { showEntry } from '../../../app/history/show-entry.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderEntryText } from '../../../report/history/entry-text.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { ANSWER, answerText } from '../../shell/inquiry.ts';
import type { WantedDocument } from '../../shell/screen.ts';
import { cursorOf } from '../../shell/state.ts';
import { auditorFiles } from './files.ts';
import { found, loadHistory, refreshHistory, toEdge } from './find.ts';
import { auditorQuestions } from './questions.ts';
import { historyRows, summary } from './rows.ts';

/** The entries of the history day by day, newest first. */
export const historyScreen = listScreen<HistoryEntry>({
  id: 'history',
  title: 'History',
  description: 'the history',
  keys: [...auditorQuestions, ...auditorFiles],
  rows: historyRows,
  rowId: ({ id }) => id,
  columns: [
    {
      title: 'DAY',
      cell: ({ at }, { rows, index }) => {
        const day = at.slice(5, 10);
        // The day stands where it begins.
        return rows[index - 1]?.at.slice(5, 10) === day ? '' : day;
      },
    },
    { title: 'TIME', cell: ({ at }) => at.slice(11, 16) },
    { title: 'SEQ', cell: ({ seq }) => String(seq) },
    { title: 'WHO', cell: ({ actor }) => fitLine(cleanLine(actor), 20) },
    { title: 'KIND', cell: ({ event }) => event.kind },
    { title: 'WHAT', cell: summary },
  ],
  empty: (state) => {
    const { asked, filter, fault } = found.of(state);
    if (fault !== undefined) return fault;
    if (!state.status || asked !== filter) return 'searching…';
    return filter === '' ? 'The history is empty.' : 'no entry passes the filter';
  },
  detail: (state, entry) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    return entry && (state.documents[entryText(entry).name] ?? 'reading…');
  },
  documents: (state) => {
    const entry = historyRows(state)[cursorOf(state, 'history')];
    return entry && state.detail?.of !== ANSWER ? [entryText(entry)] : [];
  },
  load: loadHistory,
  toEdge,
  refresh: ({ store, world, state }) => refreshHistory(store, world, state),
});

function entryText({ seq }: HistoryEntry): WantedDocument {
  return {
    name: `entry ${seq}`,
    read: async (store) => renderEntryText(await showEntry(store, seq), plain),
  };
}
