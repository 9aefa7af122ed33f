import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { countVerdicts, VERDICTS } from '../../../domain/checks/verdict.ts';
import { Elapsed } from '../../components/elapsed.tsx';
import { listScreen } from '../../components/list-screen.tsx';
import { cursorOf, type State } from '../../shell/state.ts';
import { useTheme } from '../../shell/theme.ts';
import { checkDetail, evidenceOf } from './detail.ts';
import { type CheckRow, checkRows } from './rows.ts';
import { runKeys } from './run.ts';

/** The checks of the suite with their verdicts, live while they run. */
export const checksScreen = listScreen<CheckRow>({
  id: 'checks',
  title: 'Checks',
  description: 'the checks',
  keys: runKeys,
  // What was recorded decides what a row shows, and what a run is judged by.
  rows: (state) => (state.status ? checkRows(state) : []),
  rowId: ({ check }) => check.id,
  columns: [
    {
      title: 'STATE',
      cell: ({ runningSince, waiting, result }, { theme, frame }) => {
        if (runningSince !== undefined) return `${theme.spinner[frame % theme.spinner.length] ?? ''} running`;
        if (waiting) return '  waiting';
        return result ? theme.verdict(result.verdict).text : '  not run';
      },
    },
    { title: 'CHECK', cell: ({ check }) => check.id },
    {
      title: 'TOOK',
      cell: ({ runningSince, result, waiting }) => {
        if (runningSince !== undefined) return formatDuration(Math.max(0, performance.now() - runningSince));
        return result && !waiting ? formatDuration(result.durationMs) : '';
      },
    },
    {
      title: 'FOUND',
      cell: ({ check, runningSince, result }) =>
        result && runningSince === undefined ? cleanLine(result.summary) : check.title,
    },
  ],
  colour: ({ result, runningSince }, theme) =>
    result && runningSince === undefined ? theme.verdict(result.verdict).colour : {},
  empty: (state) => (state.status ? 'no check passes the filter' : 'reading the history…'),
  detail: (state, row) => row && checkDetail(row, state.documents),
  documents: (state) => evidenceOf(checkRows(state)[cursorOf(state, 'checks')]),
  above: { count: 1, view: Summary },
  isLive: true,
});

function Summary({ state }: { state: State }): ReactNode {
  const theme = useTheme();
  const { run } = state;
  if (run.going) {
    const done = run.planned.filter((id) => run.results[id] !== undefined).length;
    return (
      <Text>
        {`Running: ${done}/${run.planned.length} done, `}
        <Elapsed since={run.startedAt} />
      </Text>
    );
  }
  const report = run.report;
  if (!report) {
    const last = state.status?.lastRun;
    return (
      <Text dimColor>
        {last ? `Last run: ${last.startedAt.slice(0, 16).replace('T', ' ')}` : 'Press r to run all checks.'}
      </Text>
    );
  }
  const look = theme.verdict(report.verdict);
  const counts = countVerdicts(report.checks);
  const counted = VERDICTS.filter((verdict) => counts[verdict] > 0).map(
    (verdict) => `${counts[verdict]} ${verdict}`,
  );
  return (
    <Text wrap="truncate">
      <Text bold {...look.colour}>
        {look.text}
      </Text>
      {`: ${counted.join(', ')} on ${report.cliVersion ?? 'a CLI without a version'}, ${report.interrupted ? 'interrupted after' : 'in'} ${formatDuration(report.durationMs)}`}
    </Text>
  );
}
