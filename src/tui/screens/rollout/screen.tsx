import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import { describeItem } from '../../../report/rollout/item-text.ts';
import { describePhase, gateDistance } from '../../../report/rollout/phase-text.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { useTheme } from '../../shell/look/theme.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { SuitePicture } from '../checks/picture.tsx';
import { phaseKeys } from './gate-decisions.ts';
import { itemKeys } from './item-decisions.ts';
import { itemPreview } from './preview.ts';
import { rolloutKeys } from './rollout-decisions.ts';
import { itemRows, itemSorting, selectedPhase, showCurrentPhase, shownPhase } from './rows.ts';
import { Stepper } from './stepper.tsx';

/** The phases as a stepper, and the checklist of the selected one: what keeps its gate closed first. */
export const rolloutScreen = listScreen<JudgedItem>({
  id: 'rollout',
  title: 'Rollout',
  short: 'Roll',
  description: 'the rollout and its phases',
  keys: [...itemKeys, ...phaseKeys, ...rolloutKeys],
  rows: itemRows,
  sorting: itemSorting,
  rowId: ({ item }) => item.id,
  columns: [
    { title: 'STATE', priority: 9, cell: ({ state }, { theme }) => theme.state(state).text },
    { title: 'ITEM', priority: 10, cell: ({ item }) => item.id },
    { title: 'REQ', priority: 6, cell: ({ item }, { theme }) => (item.required ? theme.dot : '') },
    { title: 'OWNER', priority: 4, least: 8, cell: ({ item }) => item.owner },
    { title: 'WHY', priority: 5, least: 16, cell: ({ reason }) => cleanLine(reason) },
    { title: 'TITLE', priority: 1, least: 16, cell: ({ item }) => item.title },
  ],
  colour: ({ state }, theme) => theme.state(state).colour,
  empty: (state) =>
    filterOf(state) === '' ? 'This phase has no items in its runbook.' : 'no item passes the filter',
  preview: itemPreview,
  detail: (state, judged) => {
    const phase = selectedPhase(state);
    if (state.detail?.of === 'gate') return phase && describePhase(phase);
    return judged && describeItem(judged, state.now);
  },
  refresh: async () => showCurrentPhase,
  above: { count: 4, view: About },
  below: { count: 2, view: SuitePicture },
});

function About({ state }: { state: State }): ReactNode {
  const phase = selectedPhase(state);
  return (
    <>
      <Invitation state={state} />
      <Stepper phases={state.status?.phases ?? []} selected={shownPhase.of(state) ?? 0} />
      <Text wrap="truncate">{phase ? `${phase.title}: ${phase.goal}` : ' '}</Text>
      <Text dimColor wrap="truncate">
        {phase ? `output: ${phase.output}   gate: ${cleanLine(gateDistance(phase))}` : ' '}
      </Text>
    </>
  );
}

function Invitation({ state }: { state: State }): ReactNode {
  const { warning } = useTheme();
  const rollout = state.status?.rollout;
  if (!state.status) return <Text dimColor>reading the history…</Text>;
  if (!rollout)
    return <Text {...warning}>No rollout yet. Press n to start one, 2 to look at the checks.</Text>;
  const roles = state.me?.roles.join(', ') || 'no role here';
  return (
    <Text wrap="truncate">
      {`Started ${rollout.startedAt.slice(0, 10)} by ${cleanLine(rollout.startedBy)}. You are ${cleanLine(state.me?.email ?? '')} (${roles})`}
    </Text>
  );
}
