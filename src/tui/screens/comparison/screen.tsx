import { Text } from 'ink';
import type { ReactNode } from 'react';
import { readComparison } from '../../../app/checks/compare-candidate.ts';
import { installedVersions } from '../../../app/upgrade/toolchains.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { RecordedCheck } from '../../../domain/checks/recorded.ts';
import { describeComparisons } from '../../../domain/checks/runs/compare-runs.ts';
import { runState } from '../../../domain/rollout/status.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { Quiet } from '../../components/quiet.tsx';
import type { Theme } from '../../shell/look/theme.ts';
import { useTheme } from '../../shell/look/theme.ts';
import type { State } from '../../shell/state.ts';
import { evidenceOf } from '../checks/detail.ts';
import { comparisonKeys, installed } from './compare.ts';
import { comparisonDetail, comparisonPreview } from './detail.ts';
import {
  allCompared,
  type ComparisonRow,
  comparisonRows,
  comparisonSorting,
  isComparing,
  recorded,
  selectedComparison,
  whatDiffers,
} from './rows.ts';

/** The results of a candidate beside those of the pin, live while it is run. */
export const comparisonScreen = listScreen<ComparisonRow>({
  id: 'comparison',
  parent: 'checks',
  title: 'Comparison',
  description: 'another CLI beside the pin',
  keys: comparisonKeys,
  rows: comparisonRows,
  sorting: comparisonSorting,
  rowId: ({ check }) => check,
  columns: [
    {
      title: 'DIFFERENCE',
      priority: 9,
      cell: ({ state, comparison }, { theme, frame }) => {
        if (state === 'running') return `${theme.spinner[frame % theme.spinner.length] ?? ''} running`;
        return state === 'waiting' ? '  waiting' : theme.comparison(comparison).text;
      },
    },
    { title: 'CHECK', priority: 10, cell: ({ check }) => check },
    { title: 'SEVERITY', priority: 3, cell: ({ pin, candidate }) => (candidate ?? pin)?.severity ?? '' },
    { title: 'PIN', priority: 8, cell: ({ pin }, { theme }) => verdictOf(pin, theme) },
    { title: 'CANDIDATE', priority: 8, cell: ({ candidate }, { theme }) => verdictOf(candidate, theme) },
    {
      title: 'WHAT DIFFERS',
      priority: 6,
      least: 16,
      cell: (row) => cleanLine(whatDiffers(row)),
    },
  ],
  colour: ({ state, comparison }, theme) => {
    if (state === 'running') return theme.accent;
    return state === 'waiting' ? {} : theme.comparison(comparison).colour;
  },
  empty: (state) => {
    if (!state.status || recorded.of(state) === undefined) return 'reading the history…';
    return allCompared(state).length > 0
      ? 'no check passes the filter'
      : 'no other CLI was compared with the pin yet: c runs the suite on one';
  },
  preview: (_, row) => comparisonPreview(row),
  detail: (state, row) => row && comparisonDetail(row, state.documents),
  documents: (state) => {
    const row = selectedComparison(state);
    return evidenceOf(row?.pin, row?.candidate);
  },
  above: { count: 2, view: Summary },
  isLive: true,
  refresh: async ({ store, world, state }) => {
    if (state.screen !== 'comparison' && state.screen !== 'checks') return (now) => now;
    const versions = await installedVersions(world);
    const pin = state.status?.pin;
    if (state.screen === 'checks' || pin === undefined) return (now) => installed.set(now, versions);
    const compared = (await readComparison(store, pin)) ?? null;
    return (now) => recorded.set(installed.set(now, versions), compared);
  },
});

const verdictOf = (result: RecordedCheck | undefined, theme: Theme) =>
  result ? theme.verdict(result.verdict).text : '';

/** Two lines: which versions, and how many checks differ how; where the candidate is, and when it was run. */
function Summary({ state }: { state: State }): ReactNode {
  const { step } = useTheme();
  const compared = recorded.of(state);
  const counts = describeComparisons(allCompared(state).filter((row) => row.state === undefined));
  if (isComparing(state))
    return (
      <>
        <Text
          bold
          wrap="truncate"
        >{`pin ${state.status?.pin} ${step} ${cleanLine(state.run.candidate ?? '')}`}</Text>
        <Quiet wrap="truncate">{counts.join('  ') || 'running…'}</Quiet>
      </>
    );
  if (!compared) return <Text>{' \n '}</Text>;
  const { run, pin } = compared;
  const ending = runState(run);
  return (
    <>
      <Text wrap="truncate">
        <Text bold>{`pin ${pin} ${step} ${cleanLine(run.cliVersion ?? 'a CLI without a version')}`}</Text>
        {`   ${counts.join('  ')}`}
      </Text>
      <Quiet wrap="truncate">
        {cleanLine(
          `${ending === 'finished' ? '' : `${ending}: what is missing was not run; `}${run.startedAt.slice(0, 16).replace('T', ' ')} by ${run.startedBy}  ${run.cliPath}`,
        )}
      </Quiet>
    </>
  );
}
