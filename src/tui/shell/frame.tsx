import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { fitLine } from '../../domain/base/text/fit.ts';
import { countVerdicts } from '../../domain/checks/verdict.ts';
import { Elapsed } from '../components/elapsed.tsx';
import { wrapText } from '../components/text.ts';
import { numberKey } from './keys/everywhere.ts';
import { bindingsOn, reasonAgainst } from './keys/keymap.ts';
import { useTheme } from './look/theme.ts';
import { overlayView } from './overlays/overlays.tsx';
import { type Registry, shownScreen } from './screen.ts';
import { filterOf, type State } from './state.ts';

/** Lines that the frame itself takes: heading, rule, rule, a notice of one line, keys. */
export const FRAME_LINES = 5;

/** Columns that the heading keeps for the name of the rollout before the tabs shrink to their numbers. */
const leastAbout = 40;

type Props = { registry: Registry; state: State; width: number; height: number };

/** Heading with the tabs, the screen or what lies over it, and a footer made from the keymap. */
export function Frame({ registry, state, width, height }: Props): ReactNode {
  const { rule, warning } = useTheme();
  const isProgressShown = state.run.going && state.notice === undefined && footNote(state) === ' ';
  const notice = wrapText(state.notice ?? footNote(state), width).slice(0, Math.floor(height / 3));
  const body = { width, height: height - FRAME_LINES - (notice.length - 1) };
  const { view: View } = shownScreen(registry, state);
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Heading registry={registry} state={state} width={width} />
      <Text dimColor>{rule.repeat(width)}</Text>
      <Box flexDirection="column" height={body.height} overflow="hidden">
        {overlayView(registry, state, body) ?? <View key={state.screen} state={state} {...body} />}
      </Box>
      <Text dimColor>{rule.repeat(width)}</Text>
      {isProgressShown ? (
        <Progress run={state.run} />
      ) : (
        <Text {...warning} wrap="truncate">
          {notice.join('\n')}
        </Text>
      )}
      <Text wrap="truncate">{fitLine(footer(registry, state), width)}</Text>
    </Box>
  );
}

/** How far the run in progress is. */
function Progress({ run }: { run: State['run'] }): ReactNode {
  const { accent } = useTheme();
  const results = run.planned.flatMap((id) => run.results[id] ?? []);
  const counts = countVerdicts(results);
  const bad = (['fail', 'error'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => ` ${counts[verdict]} ${verdict},`)
    .join('');
  return (
    <Text {...accent} wrap="truncate">
      {`${run.stopping ? 'stopping… ' : 'Running: '}${results.length}/${run.planned.length} done,${bad} `}
      <Elapsed since={run.startedAt} />
    </Text>
  );
}

function Heading({ registry, state, width }: { registry: Registry; state: State; width: number }): ReactNode {
  const { accent } = useTheme();
  const name = state.status?.rollout?.name ?? 'no rollout yet';
  const tabs = tabLabels(registry, state.screen, width - leastAbout);
  const tabsWidth = tabs.reduce((sum, { label }) => sum + label.length + 3, 0);
  const badge = state.readOnly ? '[RO] ' : '';
  const about = fitLine(
    `${badge}codex-cockpit  ${name}  pin ${state.status?.pin ?? '…'}`,
    Math.max(0, width - tabsWidth),
  );
  return (
    <Box justifyContent="space-between">
      <Text bold {...accent} wrap="truncate">
        {about}
      </Text>
      <Text wrap="truncate">
        {tabs.map(({ screen, label }) =>
          screen === state.screen ? (
            <Text key={screen} inverse bold>
              {`[${label}]`}
            </Text>
          ) : (
            <Text key={screen}>{` ${label} `}</Text>
          ),
        )}
      </Text>
    </Box>
  );
}

/** Every screen with its number, and its title where there is room; the open one always has its title. */
function tabLabels(
  { screens }: Registry,
  open: string,
  room: number,
): readonly { screen: string; label: string }[] {
  const full = screens.map(({ id, title }, index) => ({ screen: id, label: `${numberKey(index)} ${title}` }));
  const width = full.reduce((sum, { label }) => sum + label.length + 3, 0);
  if (width <= room) return full;
  return full.map(({ screen, label }, index) => ({
    screen,
    label: screen === open ? label : numberKey(index),
  }));
}

function footNote(state: State): string {
  const { overlay, search } = state;
  const filter = filterOf(state);
  if (overlay?.type === 'search') return `/${search}▏  enter keeps it, esc clears it`;
  if (search !== '') return `search: ${search}  (n next, esc clears it)`;
  if (overlay?.type === 'filter') return `/${filter}▏  enter keeps it, esc clears it`;
  return filter === '' ? ' ' : `filter: ${filter}  (esc clears it)`;
}

function footer(registry: Registry, state: State): string {
  // A line that is too long is cut at its end; the way to all keys is never cut.
  const helpFirst = [...bindingsOn(registry, state.screen)].sort(
    (one, other) => Number(other.command === 'help') - Number(one.command === 'help'),
  );
  return helpFirst
    .filter((binding) => binding.footer !== undefined && reasonAgainst(binding, state) === undefined)
    .map(({ keys, footer }) => `${keys[0]} ${footer}`)
    .join('   ');
}
