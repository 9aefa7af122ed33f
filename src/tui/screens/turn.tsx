import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { List } from '../components/list.tsx';
import { turnRows } from '../rows.ts';
import { selectedTurn } from '../selection.ts';
import type { State } from '../state.ts';

type Props = { state: State; width: number; height: number };

/** What the acting person could do now, most useful first. */
export function TurnScreen({ state, width, height }: Props): ReactNode {
  const rows = turnRows(state);
  const selected = selectedTurn(state);
  const roles = state.me?.roles.join(', ') || 'no role here';
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">{`${cleanLine(state.me?.email ?? '')}: ${roles}`}</Text>
      <List
        rows={rows.map(({ action, why, role, subject, kind }) => ({
          key: `${kind} ${subject} ${action}`,
          cells: [cleanLine(action), role, cleanLine(why)],
        }))}
        cursor={state.cursor.turn}
        width={width}
        height={Math.max(1, height - 4)}
        empty={emptiness(state)}
      />
      <Box flexGrow={1} />
      <Text wrap="truncate">{selected ? cleanLine(selected.why) : ' '}</Text>
      <Text dimColor wrap="truncate">
        {selected ? `enter does it here, as ${cleanLine(selected.command)} would` : ' '}
      </Text>
    </Box>
  );
}

function emptiness({ status, filter, me }: State): string {
  if (filter.turn !== '') return 'nothing passes the filter';
  if (!status?.rollout) return 'No rollout yet. Press 1, then n to start one.';
  return me?.roles.length
    ? 'Nothing waits for you.'
    : 'You have no role in this rollout; a rollout owner gives one.';
}
