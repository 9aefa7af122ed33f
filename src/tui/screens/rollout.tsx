import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { countVerdicts, VERDICTS } from '../../domain/checks/verdict.ts';
import { describeItem } from '../../domain/rollout/describe-item.ts';
import { describePhase, gateDistance } from '../../domain/rollout/describe-phase.ts';
import type { JudgedItem } from '../../domain/rollout/items/item-status.ts';
import { runState } from '../../domain/rollout/status.ts';
import { List, type ListRow } from '../components/list.tsx';
import { ScrolledText } from '../components/scrolled-text.tsx';
import { Stepper } from '../components/stepper.tsx';
import { itemRows } from '../rows.ts';
import { selectedPhase } from '../selection.ts';
import type { State } from '../state.ts';
import type { Theme } from '../theme.ts';
import { useTheme } from '../theme-context.ts';

type Props = { state: State; width: number; height: number };

/** Lines that stand around the list of items. */
const linesAround = 6;

/** The phases as a stepper, and the checklist of the selected one: what keeps its gate closed first. */
export function RolloutScreen({ state, width, height }: Props): ReactNode {
  const theme = useTheme();
  const phase = selectedPhase(state);
  const rows = itemRows(state);
  const detail = detailText(state, rows);
  if (state.detail && detail !== undefined) {
    return <ScrolledText text={detail} scroll={state.detail.scroll} width={width} height={height} />;
  }
  return (
    <Box flexDirection="column">
      <Invitation state={state} />
      <Stepper phases={state.status?.phases ?? []} selected={state.phase} />
      <Text wrap="truncate">{phase ? `${phase.title}: ${phase.goal}` : ' '}</Text>
      <Text dimColor wrap="truncate">
        {phase ? `output: ${phase.output}   gate: ${cleanLine(gateDistance(phase))}` : ' '}
      </Text>
      <List
        rows={rows.map((row) => listRow(row, theme))}
        cursor={state.cursor.rollout}
        width={width}
        height={Math.max(1, height - linesAround)}
        empty={
          state.filter.rollout === ''
            ? 'This phase has no items in its runbook.'
            : 'no item passes the filter'
        }
      />
      <Box flexGrow={1} />
      <LastRun state={state} />
    </Box>
  );
}

function detailText(state: State, rows: readonly JudgedItem[]): string | undefined {
  const phase = selectedPhase(state);
  if (state.detail?.of === 'gate') return phase && describePhase(phase);
  const judged = rows[state.cursor.rollout];
  return judged && describeItem(judged, state.now);
}

function listRow({ item, state, reason }: JudgedItem, theme: Theme): ListRow {
  const look = theme.state(state);
  const optional = item.required ? '' : ' (optional)';
  return {
    key: item.id,
    cells: [look.text, item.id, `${item.title}${optional}`, cleanLine(reason)],
    colour: look.colour,
  };
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

function LastRun({ state }: { state: State }): ReactNode {
  const theme = useTheme();
  const run = state.status?.lastRun;
  if (!run) return <Text dimColor>No suite has run yet.</Text>;
  const counts = countVerdicts(run.checks);
  const counted = VERDICTS.filter((verdict) => counts[verdict] > 0).map(
    (verdict) => `${counts[verdict]} ${verdict}`,
  );
  const look = run.verdict && theme.verdict(run.verdict);
  const ending = runState(run);
  return (
    <Text wrap="truncate">
      {'Last run: '}
      {look ? <Text {...look.colour}>{look.text}</Text> : 'no verdict'}
      {ending === 'finished' ? '' : ` (${ending})`}
      {`, ${counted.join(', ')}, on ${run.cliVersion ?? 'a CLI without a version'}, ${run.startedAt.slice(0, 16).replace('T', ' ')}`}
    </Text>
  );
}
