import type { ReactNode } from 'react';
import type { HistoryEntry } from '../../domain/audit/history-entry.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { fitLine } from '../../domain/text/fit.ts';
import { List } from '../components/list.tsx';
import { ScrolledText } from '../components/scrolled-text.tsx';
import { historyRows, summary } from '../rows.ts';
import type { State } from '../state.ts';

type Props = { state: State; width: number; height: number };

/** The entries of the history, newest first. */
export function HistoryScreen({ state, width, height }: Props): ReactNode {
  const rows = historyRows(state);
  const selected = rows[state.cursor.history];
  if (state.detail && selected) {
    return (
      <ScrolledText text={entryDetail(selected)} scroll={state.detail.scroll} width={width} height={height} />
    );
  }
  return (
    <List
      rows={rows.map((entry) => ({
        key: entry.id,
        cells: [
          String(entry.seq),
          entry.at.slice(5, 16).replace('T', ' '),
          fitLine(cleanLine(entry.actor), 16),
          entry.event.kind,
          summary(entry),
        ],
      }))}
      cursor={state.cursor.history}
      width={width}
      height={height}
      empty={state.history.length === 0 ? 'The history is empty.' : 'no entry passes the filter'}
    />
  );
}

function entryDetail({ event, ...columns }: HistoryEntry): string {
  const lines = Object.entries(columns).map(([name, value]) => `${name.padEnd(10)} ${value}`);
  return [...lines, '', JSON.stringify(event.body, null, 2)].join('\n');
}
