import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { Quiet } from '../../components/quiet.tsx';
import { numberKey } from '../keys/everywhere.ts';
import { useTheme } from '../look/theme.ts';
import { type Registry, shownScreen, topScreens } from '../screen.ts';
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

/** The screens with the keys that show them, as many as there is room for. */
export function Tabs({ registry, state, width }: Props): ReactNode {
  const open = shownScreen(registry, state).parent ?? state.screen;
  const { tabs, before, after } = shownTabs(registry, open, width);
  return (
    <Text wrap="truncate">
      {before && <Quiet>{MORE_BEFORE}</Quiet>}
      {tabs.map(({ screen, label }, place) => (
        <Text key={screen}>
          {place === 0 ? '' : ' '}
          {screen === open ? <Text inverse bold>{`[${label}]`}</Text> : label}
        </Text>
      ))}
      {after && <Quiet>{MORE_AFTER}</Quiet>}
    </Text>
  );
}

const MORE_BEFORE = '‹ ';
const MORE_AFTER = ' ›';

type Tab = { screen: string; label: string };

/** Neighbouring tabs, and whether there are more before and after them. */
type ShownTabs = { tabs: readonly Tab[]; before: boolean; after: boolean };

/**
 * Every screen with its number and its title, or from one on a short one where there is no room. Where short ones do not
 * fit either, a part of the row: from the first tab on, or from as few tabs later as it takes to see the open one and the
 * one after it.
 */
function shownTabs({ screens }: Registry, open: string, room: number): ShownTabs {
  const top = topScreens(screens);
  const shortFrom = (first: number): readonly Tab[] =>
    top.map(({ id, title, short = title }, place) => ({
      screen: id,
      label: `${numberKey(place) ?? ''} ${place < first ? title : short}`.trim(),
    }));
  const short = shortFrom(0);
  const candidates = top.map((_, place) => shortFrom(top.length - place));
  const whole = [...candidates, short].find((tabs) => widthOf(tabs) <= room);
  if (whole) return { tabs: whole, before: false, after: false };
  const wanted = Math.min(short.findIndex(({ screen }) => screen === open) + 1, short.length - 1);
  const from = short.findIndex((_, start) => start + fitting(short, start, room) > wanted);
  const start = Math.max(0, from);
  const end = start + fitting(short, start, room);
  return { tabs: short.slice(start, end), before: start > 0, after: end < short.length };
}

/** How many tabs fit from one on, with the marks that say that there are more. */
function fitting(tabs: readonly Tab[], start: number, room: number): number {
  const rest = tabs.slice(start);
  const left = room - (start > 0 ? MORE_BEFORE.length : 0);
  if (widthOf(rest) <= left) return rest.length;
  return rest.findIndex((_, place) => widthOf(rest.slice(0, place + 1)) > left - MORE_AFTER.length);
}

/** Cells of a row of tabs, one of which is in brackets. */
function widthOf(tabs: readonly Tab[]): number {
  const brackets = 2;
  return tabs.reduce((sum, { label }) => sum + stringWidth(label) + 1, brackets - 1);
}
