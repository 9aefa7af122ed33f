import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../theme-context.ts';
import { layOutRows, windowOf } from './columns.ts';

/** A row of a list: its cells, and the colour of the first one. */
export type ListRow = { key: string; cells: readonly string[]; colour?: { color?: string } };

type Props = {
  rows: readonly ListRow[];
  cursor: number;
  width: number;
  height: number;
  /** Shown when there is no row. */
  empty: string;
};

/** A windowed list. The selected row is inverse and marked, so that it shows without colours too. */
export function List({ rows, cursor, width, height, empty }: Props): ReactNode {
  const theme = useTheme();
  if (rows.length === 0) return <Text dimColor>{empty}</Text>;
  const { from, to } = windowOf(cursor, rows.length, height);
  const shown = rows.slice(from, to);
  const cells = layOutRows(
    shown.map((row) => row.cells),
    width - 2,
  );
  return (
    <Box flexDirection="column">
      {shown.map(({ key, colour }, index) => {
        const selected = from + index === cursor;
        const [first = '', ...rest] = cells[index] ?? [];
        return (
          <Text key={key} inverse={selected} wrap="truncate">
            {selected ? theme.marker : ' '} <Text {...(selected ? {} : colour)}>{first}</Text>
            {rest.map((cell) => `  ${cell}`).join('')}
          </Text>
        );
      })}
    </Box>
  );
}
