import { Text } from 'ink';
import type { ReactNode } from 'react';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { describeVerdicts, judgeSuite } from '../../../domain/checks/verdict.ts';
import { runState } from '../../../domain/rollout/status.ts';
import { useTheme } from '../../shell/look/theme.ts';
import type { State } from '../../shell/state.ts';
import { allChecks } from './rows.ts';

/** One line: what the newest results of the suite come to. */
export function SuitePicture({ state }: { state: State }): ReactNode {
  const theme = useTheme();
  if (!state.status) return <Text> </Text>;
  const rows = allChecks(state);
  const results = rows.flatMap(({ result }) => (result ? [result] : []));
  const lastRun = endOfLastRun(state);
  if (results.length === 0)
    return (
      <Text dimColor wrap="truncate">{`No check has run yet.${lastRun} Press 2, then r to run all.`}</Text>
    );
  const missing = rows.length - results.length;
  const counted = [...describeVerdicts(results), ...(missing > 0 ? [`${missing} not run`] : [])].join(', ');
  const verdict = judgeSuite(results);
  // What has not run says nothing, so an incomplete suite can fail but not pass.
  const isJudged = missing === 0 || verdict === 'fail';
  const look = theme.verdict(verdict);
  return (
    <Text wrap="truncate">
      <Text bold {...(isJudged ? look.colour : {})}>
        {isJudged ? look.text : 'incomplete'}
      </Text>
      {`: ${counted}.${lastRun}`}
    </Text>
  );
}

/** How the newest run ended. */
function endOfLastRun({ run: { report }, status }: State): string {
  const recorded = status?.lastRun;
  if (report && (!recorded || recorded.id === report.run)) {
    const { interrupted, durationMs, cliVersion, checks } = report;
    const on = cliVersion ?? 'a CLI without a version';
    return ` Last run: ${checks.length} on ${on}, ${interrupted ? 'interrupted after' : 'in'} ${formatDuration(durationMs)}`;
  }
  if (!recorded) return '';
  const ending = runState(recorded);
  return ` Last run: ${recorded.checks.length} on ${recorded.cliVersion ?? 'a CLI without a version'}, ${recorded.startedAt.slice(0, 16).replace('T', ' ')}${ending === 'finished' ? '' : ` (${ending})`}`;
}
