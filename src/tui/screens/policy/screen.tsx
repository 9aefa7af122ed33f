import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { clockTime } from '../../../domain/base/time/moment.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { Quiet } from '../../components/quiet.tsx';
import { Working } from '../../components/working.tsx';
import { filterOf, type State } from '../../shell/state.ts';
import { policyKeys } from './keys.ts';
import { readPolicy, stopPolicy } from './read.ts';
import type { PolicyRow } from './row.ts';
import { policy, policyRowId, policyRows, policySorting, selectedRow } from './rows.ts';

/** What was asked about policy, then layers, what they require, what a session gets, who gets which policy, rules, instructions. */
export const policyScreen = listScreen<PolicyRow>({
  id: 'policy',
  title: 'Policy',
  short: 'Pol',
  description: 'the policy that applies here',
  keys: policyKeys,
  rows: policyRows,
  sorting: policySorting,
  rowId: policyRowId,
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
  // Its rows are sentences: beside a preview they would be cut.
  besideFrom: 160,
  colour: ({ verdict }, theme) => (verdict ? theme.verdict(verdict).colour : {}),
  empty: emptyText,
  detail: (_, row) => row?.detail,
  searchesDetail: true,
  copyOf: (state) =>
    state.detail ? selectedRow(state)?.detail : selectedRow(state)?.cells.slice(0, 2).join(' '),
  // It is read when somebody first looks at it: the CLI is asked.
  load: (state) => {
    const { view, working, tried } = policy.of(state);
    return view || working || tried ? [state] : readPolicy(state);
  },
  stop: stopPolicy,
  above: { count: 2, view: About },
});

/** What is said where there is no row. */
function emptyText(state: State): string {
  const { view, results, working } = policy.of(state);
  if (filterOf(state, 'policy') !== '') return 'nothing passes the filter';
  if (view || results.length > 0) return 'There is no policy here.';
  if (working)
    return 'The CLI is asked on a private copy: nothing of yours is written, and none of your servers is started.';
  return [
    'The policy was not read. r reads it again.',
    '',
    'It is what requirements (cloud, MDM, system), the configuration, rules and instructions come to on this machine. Asked alone: c checks the configuration of a folder, l a policy file, s says what a user gets who asks for a setting, i checks instructions, t tries rules, w says who gets what, m compares models, K the keys of versions.',
  ].join('\n');
}

function About({ state }: { state: State }): ReactNode {
  const { working, view, at, results } = policy.of(state);
  const version = view && 'value' in view.explanation ? view.explanation.value.version : undefined;
  const on = version === undefined ? '' : ` on codex-cli ${cleanLine(version)}`;
  const read = at === undefined ? '' : `, read ${clockTime(at)}`;
  const kept = results.map((one) => `${one.request.type} ${clockTime(one.at)}`);
  return (
    <Box flexDirection="column">
      {working ? (
        <Working work={working} done={working.done} planned={working.planned} canStop />
      ) : (
        <Text wrap="truncate">{`What applies here${on}${read}. / finds a user, a field, a file or words of a finding.`}</Text>
      )}
      <Quiet wrap="truncate">
        {kept.length === 0 ? ' ' : `Answers: ${kept.join(', ')}; enter shows one whole, x asks again`}
      </Quiet>
    </Box>
  );
}
