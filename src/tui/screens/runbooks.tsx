import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { List } from '../components/list.tsx';
import { isFound, isHeading, wrapText } from '../reader.ts';
import { runbookRows, selectedRunbook } from '../rows.ts';
import type { State } from '../state.ts';
import { useTheme } from '../theme-context.ts';

type Props = { state: State; width: number; height: number };

/** The runbooks in force, and a reader for the open one. */
export function RunbooksScreen({ state, width, height }: Props): ReactNode {
  const open = selectedRunbook(state);
  if (state.detail && open) return <Reader text={open.text} state={state} width={width} height={height} />;
  return (
    <List
      rows={runbookRows(state).map(({ id, kind, title, revision }) => ({
        key: id,
        cells: [title, kind, id, revision === 0 ? 'as shipped' : `revision ${revision}`],
      }))}
      cursor={state.cursor.runbooks}
      width={width}
      height={height}
      empty="no runbook passes the filter"
    />
  );
}

function Reader({ text, state, width, height }: Props & { text: string }): ReactNode {
  const { accent } = useTheme();
  const lines = wrapText(text, width);
  const from = Math.max(0, Math.min(state.detail?.scroll ?? 0, lines.length - (height - 1)));
  const shown = lines
    .slice(from, from + height - 1)
    .map((line, index) => ({ number: from + index + 1, line }));
  return (
    <Box flexDirection="column">
      {shown.map(({ number, line }) => (
        <Text
          key={number}
          wrap="truncate"
          inverse={isFound(line, state.search)}
          bold={isHeading(line)}
          {...(isHeading(line) ? accent : {})}
        >
          {line === '' ? ' ' : line}
        </Text>
      ))}
      <Text dimColor>
        lines {from + 1}–{from + shown.length} of {lines.length}
      </Text>
    </Box>
  );
}
