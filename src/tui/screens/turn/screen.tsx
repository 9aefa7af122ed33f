import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { currentPhase } from '../../../domain/rollout/derive-rollout.ts';
import { gateBar } from '../../../report/rollout/phase.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { stayOnRows } from '../../shell/move.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { act } from './act.ts';
import { turnDetail } from './detail.ts';
import { turnLinks } from './links.ts';
import {
  actionOf,
  doingOf,
  othersShown,
  purposeOf,
  selectedTurn,
  shortName,
  stateOf,
  type TurnRow,
  turnRowId,
  turnRows,
  turnSorting,
  whoOf,
  whyNothing,
} from './rows.ts';

/** What is awaited: of the acting person first, then of others, then of roles that no one has. */
export const turnScreen = listScreen<TurnRow>({
  id: 'turn',
  title: 'My turn',
  short: 'Turn',
  description: 'my turn: what is awaited, of me and of others',
  keys: [
    {
      command: 'others',
      keys: ['o'],
      description: 'show or hide what waits for others',
      footer: 'others',
      press: (state, cockpit) => {
        const closed = { ...state, detail: undefined };
        return [stayOnRows(cockpit, closed, othersShown.set(closed, !othersShown.of(state)))];
      },
    },
  ],
  rows: turnRows,
  sorting: turnSorting,
  rowId: turnRowId,
  rowTitle: doingOf,
  columns: [
    { title: 'WHO', priority: 9, least: 12, cell: (row, { state }) => whoOf(row, shortName(state)) },
    { title: 'ACTION', priority: 10, least: 30, cell: (row) => cleanLine(doingOf(row)) },
    { title: 'FOR', priority: 6, cell: (row, { state }) => purposeOf(state, row) },
    {
      title: 'STATE',
      priority: 7,
      cell: (row, { theme, state }) => {
        const known = stateOf(state, row);
        return known ? theme.state(known).text : '';
      },
    },
    { title: 'WHY', priority: 2, cell: (row) => cleanLine(actionOf(row)?.why ?? '') },
  ],
  colour: (row, theme) => {
    if (row.type === 'mine') return theme.accent;
    return row.type === 'no one' ? theme.warning : {};
  },
  empty: emptiness,
  detail: turnDetail,
  links: turnLinks,
  open: act,
  copyOf: (state) => selectedTurn(state)?.command,
  above: { count: 1, view: Head },
});

/** How far the gate of the current phase is; why nothing waits for the acting person when nothing does. */
function Head({ state }: { state: State }): ReactNode {
  const { status } = state;
  const current = status?.rollout && currentPhase(status);
  if (!current) return <Text> </Text>;
  return (
    <Text wrap="truncate">
      {state.next.length === 0 ? cleanLine(whyNothing(state)) : `${current.title}: ${gateBar(current, 10)}`}
    </Text>
  );
}

function emptiness(state: State): string {
  if (!state.status) return 'reading the history…';
  if (!state.status.rollout) return 'No rollout yet. Press 1, then n to start one.';
  if (filterOf(state, 'turn') !== '') return 'nothing passes the filter';
  return othersShown.of(state) ? 'Nothing is awaited.' : 'o shows what waits for others';
}
