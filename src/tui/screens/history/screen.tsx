import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { EVENT_KINDS } from '../../../domain/history/entry/event.ts';
import { describeRun, type HistoryRow } from '../../../domain/history/find/fold-runs.ts';
import { isMachineKind } from '../../../domain/history/find/machine-rows.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { Quiet } from '../../components/quiet.tsx';
import { ANSWER, answerText } from '../../shell/inquiry.ts';
import type { CellContext, CellLook } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { loadFailures } from './failures.ts';
import { auditorFiles } from './files.ts';
import { isPart, loadHistory, refreshHistory, toEdge, toggleRun, waitsForRows } from './find.ts';
import { found, isSameQuery, showsMachineRows } from './found.ts';
import { movingKeys } from './keys.ts';
import { entryLinks } from './links.ts';
import { loadOpenEntry, openEntry, openEntryText } from './opened.ts';
import { auditorQuestions } from './questions.ts';
import { entryOf, entryPreview, historyRows, runText, selectedRow, summary } from './rows.ts';
import { entryTargets } from './targets.ts';
import { VerifiedLine } from './verified.tsx';

const longestKind = Math.max(...EVENT_KINDS.map(({ length }) => length));

/** The entries of the history, newest first. */
export const historyScreen = listScreen<HistoryRow>({
  id: 'history',
  title: 'History',
  short: 'Hist',
  description: 'the history',
  keys: [...movingKeys, ...auditorQuestions, ...auditorFiles],
  rows: historyRows,
  rowId: (row) => (row.type === 'run' ? `run ${row.run.sums.run}` : row.entry.id),
  placeOf: (state) => {
    const row = selectedRow(state);
    return isPart(state) && row ? `entry ${entryOf(row).seq} of ${state.status?.entries ?? 0}` : undefined;
  },
  columns: [
    {
      title: 'WHEN',
      priority: 6,
      look: dimmed,
      cell: (row) => entryOf(row).at.slice('2026-'.length, '2026-11-21T14:33'.length).replace('T', ' '),
    },
    {
      title: 'SEQ',
      priority: 10,
      align: 'right',
      look: dimmed,
      cell: (row) => String(entryOf(row).seq),
    },
    {
      title: 'WHO',
      priority: 7,
      least: 8,
      look: dimmed,
      cell: (row) => fitLine(cleanLine(entryOf(row).actor), 20),
    },
    {
      title: 'KIND',
      priority: 3,
      look: dimmed,
      // As wide as the longest kind, so that the columns stay where they are while the list is paged through.
      cell: (row) => (row.type === 'run' ? 'run' : entryOf(row).event.kind).padEnd(longestKind),
    },
    {
      title: 'WHAT',
      priority: 9,
      least: 28,
      look: (row, context) =>
        row.type === 'run'
          ? context.theme.verdict(describeRun(row.run.sums).verdict).colour
          : dimmed(row, context),
      cell: (row, { theme }) => {
        if (row.type === 'entry') return `${row.isOfRun ? '  ' : ''}${summary(row.entry)}`;
        const { verdict, text } = describeRun(row.run.sums);
        return `${theme.verdict(verdict).text.slice(0, 1)} ${cleanLine(text)}`;
      },
    },
  ],
  empty: (state) => {
    const { asked, query, hidden, fault } = found.of(state);
    if (fault !== undefined) return fault;
    if (!state.status || !isSameQuery(asked, query)) return 'searching…';
    if (hidden.length > 0)
      return 'No one decided anything here; m shows what the program recorded by itself.';
    return query.line === '' ? 'The history is empty.' : 'no entry passes the filter';
  },
  above: { count: 1, view: LeftOut },
  below: { count: 1, view: VerifiedLine },
  rowTitle: (row) => (row.type === 'run' ? 'run' : `${row.entry.seq} ${row.entry.event.kind}`),
  preview: (state, row) =>
    row.type === 'run' ? runText(state, row.run, row.isOpen) : entryPreview(state, row.entry),
  searchesDetail: true,
  detail: (state) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    const run = openRun(state);
    return run ? runText(state, run.run, run.isOpen) : openEntryText(state);
  },
  links: (state) => (state.detail?.of === ANSWER ? [] : entryLinks(state)),
  copyOf: (state) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    const row = selectedRow(state);
    return (openEntry(state)?.entry ?? (row && entryOf(row)))?.hash;
  },
  load: (state) => {
    const [found, ...finds] = loadHistory(state);
    const [read, ...reads] = loadOpenEntry(found);
    const row = selectedRow(read);
    const [failed, ...failures] = loadFailures(read, row?.type === 'run' ? row.run.sums : undefined);
    return [failed, ...finds, ...reads, ...failures];
  },
  open: (state) => {
    const row = selectedRow(state);
    return row?.type === 'run' && !state.detail ? toggleRun(state, row.run) : undefined;
  },
  targets: entryTargets,
  toEdge,
  waits: waitsForRows,
  refresh: ({ store, world, state }) => refreshHistory(store, world, state),
});

/** The run whose detail is open, which is so when somebody went on to it from an open entry. */
function openRun(state: State): Extract<HistoryRow, { type: 'run' }> | undefined {
  const row = state.detail?.of === 'row' ? selectedRow(state) : undefined;
  return row?.type === 'run' ? row : undefined;
}

/** What the program recorded by itself stands back behind what people decided. */
function dimmed(row: HistoryRow, { theme }: CellContext<HistoryRow>): CellLook | undefined {
  return row.type === 'entry' && isMachineKind(row.entry.event.kind) ? theme.quiet : undefined;
}

/** Says what is left out, kind by kind. */
function LeftOut({ state }: { state: State }): ReactNode {
  const { hidden, query } = found.of(state);
  const most = hidden.toSorted((one, other) => other.entries - one.entries);
  const counts = most.map(({ kind, entries }) => `${entries} ${kind}`).join(', ');
  const sum = hidden.reduce((total, { entries }) => total + entries, 0);
  const rows = query.line === '' ? 'All entries, each run as one row' : 'All entries';
  const all = showsMachineRows.of(state) ? `${rows}; m hides what the program recorded by itself` : ' ';
  return (
    <Quiet wrap="truncate">{counts === '' ? all : `Decisions only; m shows ${sum} more: ${counts}`}</Quiet>
  );
}
