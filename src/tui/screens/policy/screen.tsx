import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { useTheme } from '../../shell/look/theme.ts';
import { cursorOf, type State } from '../../shell/state.ts';
import { readPolicy } from './read.ts';
import { type PolicyRow, policy, policyRows } from './rows.ts';

/** Layers, what they require, what a session gets, who gets which policy, the rules and the instructions. */
export const policyScreen = listScreen<PolicyRow>({
  id: 'policy',
  title: 'Policy',
  short: 'Pol',
  description: 'the policy that applies here',
  keys: [
    {
      command: 'read-policy',
      keys: ['r'],
      description: 'read the policy again',
      footer: 'read',
      disabled: (state) => (policy.of(state).reading ? 'the policy is being read' : undefined),
      press: readPolicy,
    },
  ],
  rows: policyRows,
  rowId: ({ section, cells }) => `${section} ${cells.join(' ')}`,
  rowTitle: ({ cells }) => cells[0] ?? '',
  columns: [
    {
      title: 'STATE',
      priority: 8,
      cell: ({ verdict }, { theme }) => (verdict ? theme.verdict(verdict).text : ''),
    },
    { title: 'PART', priority: 7, cell: ({ section }) => section },
    { title: 'WHAT', priority: 10, least: 12, cell: ({ cells }) => cells[0] ?? '' },
    { title: 'IS', priority: 9, least: 12, cell: ({ cells }) => cells[1] ?? '' },
    { title: 'WHY', priority: 5, least: 12, cell: ({ cells }) => cells[2] ?? '' },
  ],
  colour: ({ verdict }, theme) => (verdict ? theme.verdict(verdict).colour : {}),
  empty: (state) => (policy.of(state).view ? 'nothing passes the filter' : ' '),
  detail: (_, row) => row?.detail,
  copyOf: (state) => policyRows(state)[cursorOf(state, 'policy')]?.cells.slice(0, 2).join(' '),
  // It is read when somebody first looks at it: the CLI is asked.
  load: (state) => {
    const { view, reading, tried } = policy.of(state);
    return view || reading || tried ? [state] : readPolicy(state);
  },
  above: { count: 1, view: About },
});

function About({ state }: { state: State }): ReactNode {
  const { warning } = useTheme();
  const { reading, view } = policy.of(state);
  const version = view && 'value' in view.explanation ? view.explanation.value.version : undefined;
  const on = version === undefined ? '' : ` on codex-cli ${cleanLine(version)}`;
  return (
    <Text wrap="truncate" {...(reading ? warning : {})}>
      {reading
        ? 'reading the policy, and asking the CLI…'
        : `What applies here${on}. / finds a user, a field or a file.`}
    </Text>
  );
}
