import { Box, Text, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { fitLine } from '../../domain/base/text/fit.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { countVerdicts } from '../../domain/checks/verdict.ts';
import { wrapText } from '../components/text.ts';
import { numberKey } from './keys/everywhere.ts';
import { bindingsOn, reasonAgainst } from './keys/keymap.ts';
import { useTheme } from './look/theme.ts';
import { overlayView } from './overlays/overlays.tsx';
import { type Registry, type ScreenSpec, shownScreen } from './screen.ts';
import { filterOf, type State } from './state.ts';

/** Lines that the frame itself takes: what this is about, tabs, rule, a notice of one line, keys. */
export const FRAME_LINES = 5;

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
      <About registry={registry} state={state} width={width} />
      <Tabs registry={registry} state={state} width={width} />
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

/** Time since `since` (milliseconds of the monotonic clock), counting while it is shown. */
function Elapsed({ since }: { since: number }): ReactNode {
  useAnimation({ interval: 100 });
  return <Text>{formatDuration(Math.max(0, performance.now() - since))}</Text>;
}

/** The pin first, then the rollout and the open screen; who acts, and as what, at the end of the line. */
function About({ registry, state, width }: { registry: Registry; state: State; width: number }): ReactNode {
  const { accent } = useTheme();
  const name = state.status?.rollout?.name ?? 'no rollout yet';
  const where = `pin ${state.status?.pin ?? '…'} │ ${cleanLine(name)} │ ${shownScreen(registry, state).title}`;
  const badge = state.readOnly ? '[RO] ' : '';
  const me = state.me ? `${cleanLine(state.me.email)} · ${state.me.roles.join(', ') || 'no role'}` : '';
  const who = fitLine(`${badge}${me}`, Math.max(badge.length, Math.floor(width / 2)));
  return (
    <Box justifyContent="space-between">
      <Text bold {...accent} wrap="truncate">
        {fitLine(where, Math.max(0, width - stringWidth(who) - 2))}
      </Text>
      <Text wrap="truncate">{who}</Text>
    </Box>
  );
}

function Tabs({ registry, state, width }: { registry: Registry; state: State; width: number }): ReactNode {
  return (
    <Text wrap="truncate">
      {tabLabels(registry, state.screen, width).map(({ screen, label }, place) => (
        <Text key={screen}>
          {place === 0 ? '' : ' '}
          {screen === state.screen ? <Text inverse bold>{`[${label}]`}</Text> : label}
        </Text>
      ))}
    </Text>
  );
}

/** Every screen with its number and its title, a short one where there is no room, or none but that of the open one. */
function tabLabels(
  { screens }: Registry,
  open: string,
  room: number,
): readonly { screen: string; label: string }[] {
  const labelled = (titleOf: (screen: ScreenSpec) => string) =>
    screens.map((screen, place) => ({
      screen: screen.id,
      label: `${numberKey(place)} ${titleOf(screen)}`.trimEnd(),
    }));
  const candidates = [
    labelled(({ title }) => title),
    labelled(({ title, short }) => short ?? title),
    labelled(({ id, title }) => (id === open ? title : '')),
  ];
  const brackets = 2;
  const fits = (labels: readonly { label: string }[]) =>
    labels.reduce((sum, { label }) => sum + label.length + 1, brackets - 1) <= room;
  return candidates.find(fits) ?? candidates.at(-1) ?? [];
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
