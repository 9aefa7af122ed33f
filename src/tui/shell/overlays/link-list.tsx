import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { pad } from '../../../domain/base/text/fit.ts';
import { windowOf } from '../../components/columns.ts';
import { useTheme } from '../look/theme.ts';
import { follow } from '../move.ts';
import { type Registry, shownScreen } from '../screen.ts';
import type { State } from '../state.ts';

type Props = { registry: Registry; state: State; cursor: number; width: number; height: number };

/** What the open detail leads to. */
export function LinkList({ registry, state, cursor, width, height }: Props): ReactNode {
  const { marker } = useTheme();
  const links = shownScreen(registry, state).links?.(state) ?? [];
  const { from, to } = windowOf(cursor, links.length, Math.max(1, height));
  return (
    <Text>
      {links.slice(from, to).map(({ label }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two links may say the same
        <Text key={from + index} inverse={from + index === cursor}>
          {`${pad(`${from + index === cursor ? marker : ' '} ${cleanLine(label)}`, width)}${from + index < to - 1 ? '\n' : ''}`}
        </Text>
      ))}
    </Text>
  );
}

/** What a key does in the list of links: `by` is how far it moves. */
export function pressLink(
  registry: Registry,
  state: State,
  { cursor, by, isEnter }: { cursor: number; by: number; isEnter: boolean },
): State {
  const links = shownScreen(registry, state).links?.(state) ?? [];
  const chosen = links[cursor];
  if (isEnter) return chosen ? follow(registry, state, chosen) : { ...state, overlay: undefined };
  const next = Math.min(links.length - 1, Math.max(0, cursor + by));
  return { ...state, overlay: { type: 'links', cursor: next } };
}
