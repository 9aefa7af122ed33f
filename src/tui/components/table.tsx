import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { pad } from '../../domain/base/text/fit.ts';
import { useTheme } from '../shell/look/theme.ts';
import { type ColumnShape, layOutTable, windowOf } from './columns.ts';
import { SmallTable } from './small-table.tsx';

/** A row of a table: its cells, and the colour of the first one. */
type TableRow = { key: string; cells: readonly string[]; colour?: { color?: string } };

type Props = {
  columns: readonly ColumnShape[];
  count: number;
  /** Makes a row by its place; only those that are seen are made. */
  row: (place: number) => TableRow;
  cursor: number;
  width: number;
  height: number;
  /** Shown when there is no row. */
  empty: string;
  /** Drawn with ink-table; for lists whose rows rarely change. */
  isSmall?: boolean;
};

/**
 * A windowed table with its titles and the place of the cursor on top. The selected row is marked over its whole
 * width, and keeps the colour of its state:
 *
 *       STATE   CHECK        FOUND             1/55
 *     ▸ ✘ fail  cli.version  another version
 */
export function Table({ columns, count, row, cursor, width, height, empty, isSmall }: Props): ReactNode {
  const theme = useTheme();
  if (count === 0) return <Text dimColor>{empty}</Text>;
  const { from, to } = windowOf(cursor, count, Math.max(1, height - 1));
  const shown = Array.from({ length: to - from }, (_, index) => row(from + index));
  const place = `${Math.min(cursor + 1, count)}/${count}`;
  const { header, lines } = layOutTable(
    columns,
    shown.map(({ cells }) => cells),
    width - 2,
  );
  const titles = (
    <Text dimColor wrap="truncate">
      {pad(`  ${header.trimEnd()}`, width - stringWidth(place) - 1)} {place}
    </Text>
  );
  const line = (index: number) => {
    const isSelected = from + index === cursor;
    const [first = '', ...rest] = lines[index] ?? [];
    const others = pad(rest.join(''), width - 2 - stringWidth(first));
    return (
      <Text key={shown[index]?.key} inverse={isSelected} wrap="truncate">
        {isSelected ? theme.marker : ' '} <Text {...shown[index]?.colour}>{first}</Text>
        {others}
      </Text>
    );
  };
  if (isSmall) return <SmallTable count={shown.length} header={titles} line={line} />;
  return (
    <Box flexDirection="column">
      {titles}
      {shown.map((_, index) => line(index))}
    </Box>
  );
}
