import type { ComponentProps, ReactNode } from 'react';
import { type ReadableRunbook, readRunbookTexts } from '../../../app/runbooks/read-runbooks.ts';
import { DetailPane } from '../../components/detail-pane.tsx';
import { listScreen } from '../../components/list-screen.tsx';
import { isFound } from '../../components/text.ts';
import { readerKeys } from './reader-keys.ts';
import { runbookRows, runbookSorting, runbooks, runbookTargets } from './rows.ts';

/** The runbooks in force, and a reader for the open one. */
export const runbooksScreen = listScreen<ReadableRunbook>({
  id: 'runbooks',
  title: 'Runbooks',
  short: 'Book',
  description: 'the runbooks',
  keys: readerKeys,
  targets: (state) => runbookTargets(runbooks.of(state)),
  rows: runbookRows,
  sorting: runbookSorting,
  rowId: ({ id }) => id,
  rowTitle: ({ title }) => title,
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

function Reader(props: ComponentProps<typeof DetailPane>): ReactNode {
  const look = (line: string) => (isFound(line, props.state.search) ? { inverse: true } : {});
  return <DetailPane {...props} look={look} />;
}
