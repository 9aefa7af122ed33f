import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { Quiet } from '../../components/quiet.tsx';
import { useTheme } from '../../shell/look/theme.ts';
import type { Lines } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { metrics } from './read.ts';
import { views } from './views.ts';

/** Two lines above each view: the window with its groups, and the views. */
export const aboutMetrics: Lines = { count: 2, view: About };

function About({ state }: { state: State }): ReactNode {
  const theme = useTheme();
  const { fault } = metrics.of(state);
  const bad = theme.verdict('fail');
  return (
    <Box flexDirection="column">
      {fault === undefined ? (
        <Text wrap="truncate">{standing(state)}</Text>
      ) : (
        <Text {...bad.colour} wrap="truncate">
          {cleanLine(`${bad.text.split(' ')[0]} ${fault}`)}
        </Text>
      )}
      <Quiet wrap="truncate">
        {`${views.map(({ id, name }) => (id === state.screen ? `[${name}]` : name)).join('  ')}   (right, left)`}
      </Quiet>
    </Box>
  );
}

/** `30d: 2026-10-24 to 2026-11-22, by team   3 of 5 groups have quality, 2 withheld` */
function standing(state: State): string {
  const { view, window, by } = metrics.of(state);
  if (!view) return state.status ? 'reading the metrics…' : 'reading the history…';
  const withheld = view.groups.filter(({ type }) => type === 'withheld').length;
  const { from, to } = view.window;
  const groups = by === undefined ? '' : `, by ${by}`;
  const shown =
    withheld === 0
      ? 'quality beside adoption'
      : `adoption of ${countOf(withheld, 'group')} of ${view.groups.length} is withheld: no quality beside it`;
  return cleanLine(`${window}: ${from} to ${to}${groups} · ${shown}`);
}
