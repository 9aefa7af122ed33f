import { Text } from 'ink';
import type { ComponentProps, ReactNode } from 'react';
import { type ReadableRunbook, readRunbookTexts } from '../../../app/runbooks/read-runbooks.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { DetailPane } from '../../components/panes/detail-pane.tsx';
import { isFound } from '../../components/text.ts';
import { ANSWER, answerText } from '../../shell/inquiry.ts';
import { useTheme } from '../../shell/look/theme.ts';
import type { State } from '../../shell/state.ts';
import { loadDrafts, publishingKeys, wantedOf } from './publishing.ts';
import { readerKeys } from './reader-keys.ts';
import {
  allRunbooks,
  draftState,
  drafts,
  runbookRows,
  runbookSorting,
  runbooks,
  runbookTargets,
  selectedRunbook,
} from './rows.ts';

/** The runbooks in force, and a reader for the open one. */
export const runbooksScreen = listScreen<ReadableRunbook>({
  id: 'runbooks',
  title: 'Runbooks',
  short: 'Bks',
  description: 'the runbooks',
  keys: [...publishingKeys, ...readerKeys],
  targets: (state) => runbookTargets(allRunbooks(state)),
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
      cell: ({ id, revision }, { state }) => {
        if (draftState(state, id) === 'new') return '';
        return revision === 0 ? 'as shipped' : `revision ${revision}`;
      },
    },
    {
      title: 'DRAFT',
      priority: 8,
      cell: ({ id }, { state }) => {
        const draft = draftState(state, id);
        return draft === 'differs' || draft === 'new' ? draft : '';
      },
    },
  ],
  empty: (state) => (runbooks.of(state).length === 0 ? 'reading…' : 'no runbook passes the filter'),
  above: { count: 1, view: Drafts },
  preview: (_, { text }) => text,
  detail: (state, runbook) => openedText(state) ?? runbook?.text,
  copyOf: (state) => openedText(state) ?? selectedRunbook(state)?.id,
  documents: wantedOf,
  load: loadDrafts,
  detailView: Reader,
  searchesDetail: true,
  refresh: async ({ store }) => {
    const texts = await readRunbookTexts(store);
    return (state) => runbooks.set(state, texts);
  },
});

/** What a key opened in place of the selected runbook; undefined when that is the runbook. */
function openedText(state: State): string | undefined {
  if (state.detail?.of === ANSWER) return answerText(state);
  const [wanted] = wantedOf(state);
  return wanted && (state.documents[wanted.name] ?? 'reading…');
}

/** Why the project's texts cannot be read, or how many differ from those in force. */
function Drafts({ state }: { state: State }): ReactNode {
  const { quiet, warning } = useTheme();
  const { fault, listed } = drafts.of(state);
  const differ = listed.filter(({ differs }) => differs).map(({ id }) => id);
  if (fault !== undefined)
    return (
      <Text {...warning} wrap="truncate">
        {cleanLine(fault)}
      </Text>
    );
  return (
    <Text {...(differ.length === 0 ? quiet : warning)} wrap="truncate">
      {differ.length === 0
        ? 'The texts of the project are those in force. e edits one.'
        : `Not published: ${cleanLine(differ.join(', '))} (d shows the difference, p publishes)`}
    </Text>
  );
}

function Reader(props: ComponentProps<typeof DetailPane>): ReactNode {
  const look = (line: string) => (isFound(line, props.state.search) ? { inverse: true } : {});
  return <DetailPane {...props} look={look} />;
}
