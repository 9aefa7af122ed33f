import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { Quiet } from '../../components/quiet.tsx';
import { useTheme } from '../../shell/look/theme.ts';
import type { Lines } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { runs } from './read.ts';
import { liveRuns } from './rows.ts';
import { views } from './views.ts';

/** Two lines above each view: how many there are of what, and the views. */
export const aboutRuns: Lines = { count: 2, view: About };

function About({ state }: { state: State }): ReactNode {
  const bad = useTheme().verdict('fail');
  const { fault } = runs.of(state);
  return (
    <Box flexDirection="column">
      {fault === undefined ? (
        <Text wrap="truncate">{cleanLine(standing(state))}</Text>
      ) : (
        <Text {...bad.colour} wrap="truncate">
          {cleanLine(`${bad.text.split(' ')[0]} not everything could be read: ${fault}`)}
        </Text>
      )}
      <Quiet wrap="truncate">
        {`${views.map(({ id, name }) => (id === state.screen ? `[${name}]` : name)).join('  ')}   (right, left)`}
      </Quiet>
    </Box>
  );
}

/** `14 captured runs of 2 repositories · 2 failed, 1 interrupted · 12 with a review pack` */
function standing(state: State): string {
  const { value } = runs.of(state);
  if (!value) return 'reading the history…';
  const { runs: all } = value;
  const going = liveRuns(state).filter(({ hasEnded }) => !hasEnded).length;
  const now = going === 0 ? [] : [`${going} in progress`];
  if (all.length === 0) return now[0] ?? 'no run is captured yet';
  const repositories = new Set(all.flatMap(({ body }) => body.git?.repository ?? [])).size;
  const bad = [...Map.groupBy(all, ({ body }) => body.outcome)].flatMap(([outcome, { length }]) =>
    outcome === 'completed' ? [] : [`${length} ${outcome.replace('-', ' ')}`],
  );
  const packed = all.filter(({ packs }) => packs.length > 0).length;
  return [
    ...now,
    `${countOf(all.length, 'captured run')}${repositories > 1 ? ` in ${repositories} repositories` : ''}`,
    bad.join(', ') || 'all completed',
    `${packed} with a review pack`,
  ].join(' · ');
}
