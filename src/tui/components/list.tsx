import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../shell/look/theme.ts';
import { layOutRows, windowOf } from './columns.ts';

/** A row of a list: its cells, and the colour of the first one. */
type ListRow = { key: string; cells: readonly string[]; colour?: { color?: string } };

type Props = {
  count: number;
  /** Makes a row by its place; only those that are seen are made. */
  row: (place: number) => ListRow;
  cursor: number;
  width: number;
  height: number;
  /** Shown when there is no row. */
  empty: string;
};

/** A windowed list. The selected row is inverse and marked, so that it shows without colours too. */
export function List({ count, row, cursor, width, height, empty }: Props): ReactNode {
  const theme = useTheme();
  if (count === 0) return <Text dimColor>{empty}</Text>;
  const { from, to } = windowOf(cursor, count, height);
  const shown = Array.from({ length: to - from }, (_, index) => row(from + index));
  const cells = layOutRows(
    shown.map((one) => one.cells),
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
