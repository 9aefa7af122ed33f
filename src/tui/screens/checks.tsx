import { Box, Text, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { countVerdicts, VERDICTS } from '../../domain/checks/verdict.ts';
import { Elapsed } from '../components/elapsed.tsx';
import { List, type ListRow } from '../components/list.tsx';
import { ScrolledText } from '../components/scrolled-text.tsx';
import { type CheckRow, checkRows } from '../rows.ts';
import type { State } from '../state.ts';
import type { Theme } from '../theme.ts';
import { useTheme } from '../theme-context.ts';
import { checkDetail } from './check-detail.ts';

type Props = { state: State; width: number; height: number };

/** The checks of the suite with their verdicts, live while they run. */
export function ChecksScreen({ state, width, height }: Props): ReactNode {
  const theme = useTheme();
  const { frame } = useAnimation({ interval: 100, isActive: state.run.going });
  // What was recorded decides what a row shows, and what a run is judged by.
  if (!state.status) return <Text dimColor>reading the history…</Text>;
  const rows = checkRows(state);
  const selected = rows[state.cursor.checks];
  if (state.detail && selected) {
    const text = checkDetail(selected, state.evidence);
    return <ScrolledText text={text} scroll={state.detail.scroll} width={width} height={height} />;
  }
  const now = performance.now();
  return (
    <Box flexDirection="column">
      <Summary state={state} />
      <List
        rows={rows.map((row) => listRow(row, { theme, frame, now }))}
        cursor={state.cursor.checks}
        width={width}
        height={height - 1}
        empty="no check passes the filter"
      />
    </Box>
  );
}

function listRow(
  row: CheckRow,
  { theme, frame, now }: { theme: Theme; frame: number; now: number },
): ListRow {
  const { check, result, runningSince, waiting } = row;
  if (runningSince !== undefined) {
    const spinner = theme.spinner[frame % theme.spinner.length] ?? '';
    const elapsed = formatDuration(Math.max(0, now - runningSince));
    return { key: check.id, cells: [`${spinner} running`, check.id, elapsed, check.title] };
  }
  if (waiting) return { key: check.id, cells: ['  waiting', check.id, '', check.title] };
  if (!result) return { key: check.id, cells: ['  not run', check.id, '', check.title] };
  const look = theme.verdict(result.verdict);
  const cells = [look.text, check.id, formatDuration(result.durationMs), cleanLine(result.summary)];
  return { key: check.id, cells, colour: look.colour };
}

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
