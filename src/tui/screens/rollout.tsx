import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { countVerdicts, VERDICTS } from '../../domain/checks/verdict.ts';
import type { Runbook } from '../../domain/rollout/runbook.ts';
import { runState } from '../../domain/rollout/status.ts';
import { pad } from '../../domain/text/fit.ts';
import { ScrolledText } from '../components/scrolled-text.tsx';
import type { State } from '../state.ts';
import { useTheme } from '../theme-context.ts';

type Props = { state: State; width: number; height: number };

/** The four phases with goal and output, and how the last run went. */
export function RolloutScreen({ state, width, height }: Props): ReactNode {
  const { marker, step } = useTheme();
  const selected = state.phases[state.cursor.rollout];
  if (state.detail && selected) {
    return <ScrolledText text={selected.body} scroll={state.detail.scroll} width={width} height={height} />;
  }
  return (
    <Box flexDirection="column">
      <Invitation state={state} />
      <Text dimColor>{state.phases.map(({ title }) => title).join(` ${step} `)}</Text>
      {state.phases.map((phase) => (
        <Phase key={phase.phase} phase={phase} selected={phase === selected} marker={marker} width={width} />
      ))}
      <Text> </Text>
      <LastRun state={state} />
    </Box>
  );
}

function Invitation({ state }: { state: State }): ReactNode {
  const { warning } = useTheme();
  const rollout = state.status?.rollout;
  if (!state.status) return <Text dimColor>reading the history…</Text>;
  if (!rollout)
    return <Text {...warning}>No rollout yet. Press n to start one, 2 to look at the checks.</Text>;
  return (
    <Text>{`Started ${rollout.startedAt.slice(0, 10)} by ${rollout.startedBy}, pin ${rollout.pin}`}</Text>
  );
}

type PhaseProps = { phase: Runbook; selected: boolean; marker: string; width: number };

function Phase({ phase, selected, marker, width }: PhaseProps): ReactNode {
  const goal = `${selected ? marker : ' '} ${pad(phase.title, 13)} ${phase.goal}`;
  return (
    <Box flexDirection="column">
      <Text inverse={selected} bold wrap="truncate">
        {pad(goal, width)}
      </Text>
      <Text dimColor wrap="truncate">{`${' '.repeat(16)}output: ${phase.output}`}</Text>
    </Box>
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
