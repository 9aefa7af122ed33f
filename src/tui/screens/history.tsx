import type { ReactNode } from 'react';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { fitLine } from '../../domain/base/text/fit.ts';
import { List } from '../components/list.tsx';
import { ScrolledText } from '../components/scrolled-text.tsx';
import { openDocument } from '../documents.ts';
import { historyRows, summary } from '../rows.ts';
import type { State } from '../state.ts';

type Props = { state: State; width: number; height: number };

/** The entries of the history day by day, newest first. */
export function HistoryScreen({ state, width, height }: Props): ReactNode {
  const rows = historyRows(state);
  if (state.detail) {
    const text = openDocument(state) ?? 'reading…';
    return <ScrolledText text={text} scroll={state.detail.scroll} width={width} height={height} />;
  }
  return (
    <List
      rows={rows.map((entry, index) => {
        const day = entry.at.slice(5, 10);
        return {
          key: entry.id,
          cells: [
            // The day stands where it begins, and on top of the window.
            rows[index - 1]?.at.slice(5, 10) === day ? '' : day,
            entry.at.slice(11, 16),
            String(entry.seq),
            fitLine(cleanLine(entry.actor), 12),
            entry.event.kind,
            summary(entry),
          ],
        };
      })}
      cursor={state.cursor.history}
      width={width}
      height={height}
      empty={state.history.filter === '' ? 'The history is empty.' : 'no entry passes the filter'}
    />
  );
}
