import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { numberKey } from '../keys/everywhere.ts';
import { useTheme } from '../look/theme.ts';
import { type Registry, type ScreenSpec, shownScreen, topScreens } from '../screen.ts';
import type { State } from '../state.ts';

type Props = { registry: Registry; state: State; width: number };

/** The pin first, then the rollout, the screen and what is selected on it; who acts, and as what, at the end. */
export function About({ registry, state, width }: Props): ReactNode {
  const { accent } = useTheme();
  const { status, me, readOnly } = state;
  const name = status ? (status.rollout?.name ?? 'no rollout yet') : '…';
  const screen = shownScreen(registry, state);
  const selected = cleanLine(screen.nameOf?.(state) ?? '');
  const parent = registry.screens.find(({ id }) => id === screen.parent);
  const crumbs = [parent?.title, screen.title, selected].filter((part) => part).join(' › ');
  const where = `pin ${status?.pin ?? '…'} │ ${cleanLine(name)} │ ${crumbs}`;
  const badge = readOnly ? '[RO] ' : '';
  const person = me ? `${cleanLine(me.email)} · ${me.roles.join(', ') || 'no role'}` : '';
  const who = fitLine(`${badge}${person}`, Math.max(badge.length, Math.floor(width / 2)));
  return (
    <Box justifyContent="space-between">
      <Text bold {...accent} wrap="truncate">
        {fitLine(where, Math.max(0, width - stringWidth(who) - 2))}
      </Text>
      <Text wrap="truncate">{who}</Text>
    </Box>
  );
}

/** Every screen with the key that shows it. */
export function Tabs({ registry, state, width }: Props): ReactNode {
  const open = shownScreen(registry, state).parent ?? state.screen;
  return (
    <Text wrap="truncate">
      {tabLabels(registry, open, width).map(({ screen, label }, place) => (
        <Text key={screen}>
          {place === 0 ? '' : ' '}
          {screen === open ? <Text inverse bold>{`[${label}]`}</Text> : label}
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
  const labelled = (titleOf: (screen: ScreenSpec, key: string | undefined) => string) =>
    topScreens(screens).map((screen, place) => ({
      screen: screen.id,
      label: `${numberKey(place) ?? ''} ${titleOf(screen, numberKey(place))}`.trim(),
    }));
  const candidates = [
    labelled(({ title }) => title),
    labelled(({ title, short }, key) => (key ? title : (short ?? title))),
    labelled(({ title, short }) => short ?? title),
    labelled(({ id, title }) => (id === open ? title : '')),
  ];
  const brackets = 2;
  const fits = (labels: readonly { label: string }[]) =>
    labels.reduce((sum, { label }) => sum + label.length + 1, brackets - 1) <= room;
  return candidates.find(fits) ?? candidates.at(-1) ?? [];
}
