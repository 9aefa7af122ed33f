import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { sparkline } from '../../../domain/base/text/progress.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import type { CountedRun, RecordedRun } from '../../../domain/checks/recorded.ts';
import { judgeSuite, type SuiteVerdict } from '../../../domain/checks/verdict.ts';
import { runState } from '../../../domain/rollout/status.ts';
import { Quiet } from '../../components/quiet.tsx';
import { useTheme } from '../../shell/look/theme.ts';
import type { State } from '../../shell/state.ts';
import { allChecks, type CheckRow, foldedChecks } from './rows.ts';

const counted: readonly CheckRow['state'][] = [
  'error',
  'fail',
  'warn',
  'stale',
  'manual',
  'running',
  'waiting',
  'not run',
  'pass',
  'skip',
];

/** Two lines: what the checks come to, and how the last runs went. */
export function CheckSummary({ state }: { state: State }): ReactNode {
  const { dot } = useTheme();
  if (!state.status) return <Text>{' \n '}</Text>;
  const rows = allChecks(state);
  const counts = counted.flatMap((of) => {
    const count = rows.filter((row) => row.state === of).length;
    const isFolded = of === 'skip' && foldedChecks(state) > 0;
    return count === 0 ? [] : [`${count} ${of}${isFolded ? ' (z shows)' : ''}`];
  });
  return (
    <>
      <Text wrap="truncate">
        <SuiteState rows={rows} />
        {`   ${counts.join('  ')}`}
      </Text>
      <Quiet wrap="truncate">
        {lastRuns(state, state.status.recentRuns)}
        {rows.some(({ changes }) => changes.length > 0) ? `   ${dot} changed since the run before` : ''}
      </Quiet>
    </>
  );
}

/** How many failed in each of the last runs, and on what, how long, when and by whom the newest one was. */
function lastRuns(state: State, runs: readonly CountedRun[]): string {
  const [newest] = runs;
  if (!newest) return 'no run yet: r runs all checks';
  const failed = runs.toReversed().map(({ counts }) => counts.fail + counts.error);
  const { version, ending } = stateOfRun(state, newest);
  return [
    `last runs ${sparkline(failed)}`,
    version ?? '',
    newest.durationMs === undefined ? '' : formatDuration(newest.durationMs),
    ending === 'finished' ? '' : ending,
    `${newest.startedAt.slice(0, 16).replace('T', ' ')} by ${cleanLine(newest.startedBy)}`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}

/**
 * What a recorded run was on, and how it ended: the one that this program carries out is running. The version is
 * undefined until a check found it.
 */
function stateOfRun(
  { run: { going, candidate, planned, results } }: State,
  recorded: RecordedRun,
): { version: string | undefined; ending: 'running' | ReturnType<typeof runState> } {
  const ending = runState(recorded);
  if (ending !== 'unfinished') return { version: recorded.cliVersion ?? 'a CLI without a version', ending };
  if (!going || candidate !== undefined) return { version: recorded.cliVersion, ending };
  return { version: planned.flatMap((id) => results[id]?.cliVersion ?? [])[0], ending: 'running' };
}

/** What the newest results of the suite come to, as one word. */
function SuiteState({ rows }: { rows: readonly CheckRow[] }): ReactNode {
  const theme = useTheme();
  const verdict = verdictOf(rows);
  if (verdict === undefined) return <Text bold>incomplete</Text>;
  const look = theme.verdict(verdict);
  return (
    <Text bold {...look.colour}>
      {look.text}
    </Text>
  );
}

const isOpen = (state: CheckRow['state']) => state === 'stale' || state === 'running' || state === 'waiting';

/** What has not run, runs now, or went stale, says nothing: a suite can fail without it but not pass. */
function verdictOf(rows: readonly CheckRow[]): SuiteVerdict | undefined {
  const judged = rows.flatMap(({ state, result }) => (result && !isOpen(state) ? [result] : []));
  const verdict = judgeSuite(judged);
  return judged.length === rows.length || verdict === 'fail' ? verdict : undefined;
}
