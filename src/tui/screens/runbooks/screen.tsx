import type { ReactNode } from 'react';
import { type ReadableRunbook, readRunbookTexts } from '../../../app/runbooks/read-runbooks.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { ScrolledText } from '../../components/scrolled-text.tsx';
import { isFound, isHeading } from '../../components/text.ts';
import { useTheme } from '../../shell/look/theme.ts';
import type { ViewProps } from '../../shell/screen.ts';
import { readerKeys } from './reader-keys.ts';
import { runbookRows, runbookSorting, runbooks } from './rows.ts';

/** The runbooks in force, and a reader for the open one. */
export const runbooksScreen = listScreen<ReadableRunbook>({
  id: 'runbooks',
  title: 'Runbooks',
  short: 'Book',
  description: 'the runbooks',
  keys: readerKeys,
  rows: runbookRows,
  sorting: runbookSorting,
  rowId: ({ id }) => id,
  isSmall: true,
  columns: [
    { title: 'TITLE', priority: 9, least: 20, cell: ({ title }) => title },
    { title: 'KIND', priority: 5, cell: ({ kind }) => kind },
    { title: 'RUNBOOK', priority: 10, cell: ({ id }) => id },
    {
      title: 'REVISION',
      priority: 6,
      cell: ({ revision }) => (revision === 0 ? 'as shipped' : `revision ${revision}`),
    },
  ],
  empty: () => 'no runbook passes the filter',
  detail: (_, runbook) => runbook?.text,
  detailView: Reader,
  searchesDetail: true,
  refresh: async ({ store }) => {
    const texts = await readRunbookTexts(store);
    return (state) => runbooks.set(state, texts);
  },
});

function Reader({ text, state, width, height }: ViewProps & { text: string }): ReactNode {
  const { accent } = useTheme();
  const look = (line: string) => ({
    inverse: isFound(line, state.search),
    bold: isHeading(line),
    ...(isHeading(line) ? accent : {}),
  });
  const scroll = state.detail?.scroll ?? 0;
  return <ScrolledText text={text} scroll={scroll} width={width} height={height} look={look} />;
}
