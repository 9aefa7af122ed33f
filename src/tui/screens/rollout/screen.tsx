import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import { describeItem } from '../../../report/rollout/item.ts';
import { describeDrift, describePhase, gateBar } from '../../../report/rollout/phase.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { Quiet } from '../../components/quiet.tsx';
import type { Divider } from '../../components/table.tsx';
import { useTheme } from '../../shell/look/theme.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { phaseKeys } from './gate-decisions.ts';
import { itemKeys } from './item-decisions.ts';
import { rolloutLinks } from './links.ts';
import { itemPreview } from './preview.ts';
import { rolloutKeys } from './rollout-decisions.ts';
import {
  itemRows,
  itemSorting,
  rolloutTargets,
  selectedItem,
  selectedPhase,
  showCurrentPhase,
  shownPhase,
  surroundingsOf,
  whyOf,
} from './rows.ts';
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
    { title: 'REQ', priority: 6, cell: ({ item }, { theme }) => (item.required ? theme.dot : '') },
    { title: 'ITEM', priority: 10, cell: ({ item }) => item.id },
    { title: 'OWNER', priority: 5, least: 8, cell: ({ item }) => item.owner },
    // Narrower than this, its cells begin alike in every row.
    { title: 'WHY', priority: 4, least: 24, cell: (judged, { state }) => cleanLine(whyOf(state, judged)) },
  ],
  colour: ({ state }, theme) => theme.state(state).colour,
  empty: whyEmpty,
  preview: itemPreview,
  detail: (state, judged) => {
    const phase = selectedPhase(state);
    if (state.detail?.of === 'gate') return phase && describePhase(phase);
    if (state.detail?.of === 'drift') return describeDrift(state.status?.phases ?? []);
    return judged && describeItem(judged, state.now, surroundingsOf(state));
  },
  copyOf: (state) => (isOfPhase(state) ? selectedPhase(state)?.id : selectedItem(state)?.item.id),
  links: rolloutLinks,
  comeBack: (left, now) => shownPhase.set(now, shownPhase.of(left)),
  targets: rolloutTargets,
  refresh: async () => showCurrentPhase,
  above: { count: 3, view: Head },
  divider: optionalItems,
});

/** Where the optional items begin, in the order that they come in. */
function optionalItems(state: State): Divider | undefined {
  if (itemSorting.sortOf(state)) return undefined;
  const before = itemRows(state).findIndex(({ item }) => !item.required);
  return before > 0 ? { before, title: 'optional' } : undefined;
}

/** Whether what is open is about the phase rather than an item. */
const isOfPhase = ({ detail }: State) => detail !== undefined && detail.of !== 'row';

function whyEmpty(state: State): string {
  if (!state.status) return 'The items appear once the history was read.';
  if (selectedPhase(state) === undefined) return 'A rollout has a checklist for each phase.';
  return filterOf(state) === '' ? 'This phase has no items in its runbook.' : 'no item passes the filter';
}

/** How many cells the bar of a gate takes. */
const barCells = 10;

/** The phases, how far the gate of the selected one is, and what it is for. */
function Head({ state, width }: { state: State; width: number }): ReactNode {
  const { warning } = useTheme();
  const phase = selectedPhase(state);
  const rollout = state.status?.rollout;
  return (
    <>
      <Stepper phases={state.status?.phases ?? []} selected={shownPhase.of(state) ?? 0} width={width} />
      {!state.status && <Quiet>reading the history…</Quiet>}
      {state.status && !rollout && (
        <Text {...warning}>No rollout yet. Press n to start one, 2 for the checks.</Text>
      )}
      {rollout && <Text wrap="truncate">{phase ? gateBar(phase, barCells) : ' '}</Text>}
      <Quiet wrap="truncate">{phase ? `${phase.title}: ${phase.goal}   output: ${phase.output}` : ' '}</Quiet>
    </>
  );
}
