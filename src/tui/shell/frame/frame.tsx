import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { wrapText } from '../../components/text.ts';
import { lineOf, withCaret } from '../forms/line.ts';
import { useTheme } from '../look/theme.ts';
import { overlayView } from '../overlays/overlays.tsx';
import { type Registry, shownScreen } from '../screen.ts';
import { filterOf, type State } from '../state.ts';
import { footer } from './footer.ts';
import { About, Tabs } from './heading.tsx';
import { StatusLine } from './status-line.tsx';

/** Lines that the frame itself takes: what this is about, tabs, a notice of one line, how runs stand, keys. */
export const FRAME_LINES = 5;

type Props = { registry: Registry; state: State; width: number; height: number };

/** Heading with the tabs, the screen or what lies over it, and a footer made from the keymap. */
export function Frame({ registry, state, width, height }: Props): ReactNode {
  const { warning, isSpoken } = useTheme();
  const notice = wrapText(state.notice ?? footNote(state), width).slice(0, Math.floor(height / 3));
  const body = { width, height: height - FRAME_LINES - (notice.length - 1) };
  const { view: View } = shownScreen(registry, state);
  return (
    <Box flexDirection="column" width={width} height={height}>
      <About registry={registry} state={state} width={width} />
      {!isSpoken && <Tabs registry={registry} state={state} width={width} />}
      <Box flexDirection="column" height={body.height} overflow="hidden">
        {overlayView(registry, state, body) ?? <View key={state.screen} state={state} {...body} />}
      </Box>
      <Text {...warning} wrap="truncate">
        {notice.join('\n')}
      </Text>
      <StatusLine state={state} width={width} />
      <Text wrap="truncate">{footer(registry, state, width)}</Text>
    </Box>
  );
}

/** What is looked for here. */
function footNote(state: State): string {
  const { overlay, search } = state;
  const filter = filterOf(state);
  if (overlay?.type === 'search') return `/${withCaret(lineOf(search, overlay.caret))}`;
  if (search !== '') return `search: ${search}  (n next, esc clears it)`;
  if (overlay?.type === 'filter') return `/${withCaret(lineOf(filter, overlay.caret))}`;
  return filter === '' ? ' ' : `filter: ${filter}  (esc clears it)`;
}
