import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { fitLine } from '../../domain/text/fit.ts';
import { bindingsOn } from '../keymap.ts';
import { SCREENS, type ScreenId, type State } from '../state.ts';
import { useTheme } from '../theme-context.ts';

/** Lines that the frame itself takes: heading, rule, rule, notice, keys. */
export const FRAME_LINES = 5;

const titles: Record<ScreenId, string> = { rollout: 'Rollout', checks: 'Checks', history: 'History' };

type Props = { state: State; width: number; height: number; children: ReactNode };

/** Heading with the screens, body, and a footer made from the keymap. */
export function Frame({ state, width, height, children }: Props): ReactNode {
  const { rule, warning } = useTheme();
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Heading state={state} width={width} />
      <Text dimColor>{rule.repeat(width)}</Text>
      <Box flexDirection="column" height={height - FRAME_LINES} overflow="hidden">
        {children}
      </Box>
      <Text dimColor>{rule.repeat(width)}</Text>
      <Text {...warning} wrap="truncate">
        {state.notice ?? footNote(state)}
      </Text>
      <Text wrap="truncate">{fitLine(footer(state), width)}</Text>
    </Box>
  );
}

function Heading({ state, width }: { state: State; width: number }): ReactNode {
  const { accent } = useTheme();
  const name = state.status?.rollout?.name ?? 'no rollout yet';
  const tabs = SCREENS.map((screen, index) => ({ screen, label: `${index + 1} ${titles[screen]}` }));
  const tabsWidth = tabs.reduce((sum, { label }) => sum + label.length + 3, 0);
  const about = fitLine(
    `codex-cockpit  ${name}  pin ${state.status?.pin ?? '…'}`,
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

function footNote({ filter, screen, overlay }: State): string {
  if (overlay?.type === 'filter') return `/${filter[screen]}▏  enter keeps it, esc clears it`;
  return filter[screen] === '' ? ' ' : `filter: ${filter[screen]}  (esc clears it)`;
}

function footer(state: State): string {
  return bindingsOn(state.screen)
    .filter(({ footer, disabled }) => footer !== undefined && disabled?.(state) === undefined)
    .map(({ keys, footer }) => `${keys[0]} ${footer}`)
    .join('   ');
}
