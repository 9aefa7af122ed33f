import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { ANSWER, answerText } from '../../shell/inquiry.ts';
import { cursorOf, type State } from '../../shell/state.ts';
import { auditorFiles } from './files.ts';
import { found, isSameQuery, loadHistory, refreshHistory, showsMachineRows, toEdge } from './find.ts';
import { movingKeys } from './keys.ts';
import { entryLinks } from './links.ts';
import { loadOpenEntry, openEntry, openEntryText } from './opened.ts';
import { auditorQuestions } from './questions.ts';
import { entryPreview, historyRows, summary } from './rows.ts';
import { entryTargets } from './targets.ts';

/** The entries of the history day by day, newest first. */
export const historyScreen = listScreen<HistoryEntry>({
  id: 'history',
  title: 'History',
  short: 'Hist',
  description: 'the history',
  keys: [...movingKeys, ...auditorQuestions, ...auditorFiles],
  rows: historyRows,
  rowId: ({ id }) => id,
  columns: [
    {
      title: 'DAY',
      priority: 5,
      cell: ({ at }, { rows, index }) => {
        const day = at.slice(5, 10);
        // The day stands where it begins.
        return rows[index - 1]?.at.slice(5, 10) === day ? '' : day;
      },
    },
    { title: 'TIME', priority: 6, cell: ({ at }) => at.slice(11, 16) },
    { title: 'SEQ', priority: 10, align: 'right', cell: ({ seq }) => String(seq) },
    { title: 'WHO', priority: 7, least: 8, cell: ({ actor }) => fitLine(cleanLine(actor), 20) },
    { title: 'KIND', priority: 3, least: 10, cell: ({ event }) => event.kind },
    { title: 'WHAT', priority: 9, least: 24, cell: summary },
  ],
  empty: (state) => {
    const { asked, query, hidden, fault } = found.of(state);
    if (fault !== undefined) return fault;
    if (!state.status || !isSameQuery(asked, query)) return 'searching…';
    if (hidden.length > 0)
      return 'Nobody decided anything here; m shows what the program recorded by itself.';
    return query.line === '' ? 'The history is empty.' : 'no entry passes the filter';
  },
  above: { count: 1, view: LeftOut },
  searchesDetail: true,
  rowTitle: ({ seq, event }) => `${seq} ${event.kind}`,
  preview: entryPreview,
  detail: (state) => (state.detail?.of === ANSWER ? answerText(state) : openEntryText(state)),
  links: (state) => (state.detail?.of === ANSWER ? [] : entryLinks(state)),
  copyOf: (state) =>
    state.detail?.of === ANSWER
      ? answerText(state)
      : (openEntry(state)?.entry ?? historyRows(state)[cursorOf(state, 'history')])?.hash,
  load: (state) => {
    const [found, ...finds] = loadHistory(state);
    const [read, ...reads] = loadOpenEntry(found);
    return [read, ...finds, ...reads];
  },
  targets: entryTargets,
  toEdge,
  refresh: ({ store, world, state }) => refreshHistory(store, world, state),
});

/** Says what is left out, kind by kind. */
function LeftOut({ state }: { state: State }): ReactNode {
  const { hidden } = found.of(state);
  const most = hidden.toSorted((one, other) => other.entries - one.entries);
  const counts = most.map(({ kind, entries }) => `${entries} ${kind}`).join(', ');
  const sum = hidden.reduce((total, { entries }) => total + entries, 0);
  const all = showsMachineRows.of(state) ? 'All entries; m hides what the program recorded by itself' : ' ';
  return (
    <Text dimColor wrap="truncate">
      {counts === '' ? all : `Decisions only; m shows ${sum} more: ${counts}`}
    </Text>
  );
}
