import { Text } from 'ink';
import { Fragment, type ReactNode } from 'react';
import stringWidth from 'string-width';
import { pad } from '../../domain/base/text/fit.ts';
import { useTheme } from '../shell/look/theme.ts';
import type { CellLook } from '../shell/screen.ts';
import type { Page } from '../shell/state.ts';
import { type ColumnShape, layOutTable, windowOf } from './columns.ts';
import { Quiet } from './quiet.tsx';
import { SmallTable } from './small-table.tsx';

/** A row of a table: its cells, the colour of the first one, and how others look, by their column. */
type TableRow = {
  key: string;
  cells: readonly string[];
  colour?: { color?: string };
  looks?: readonly (CellLook | undefined)[];
};

type Props = {
  columns: readonly ColumnShape[];
  count: number;
  /** Makes a row by its place; only those that are seen are made. */
  row: (place: number) => TableRow;
  cursor: number;
  /** The room for the rows; their titles take one line more. */
  size: Page;
  /** Shown when there is no row. */
  empty: string;
  /** What stands at the end of the titles. */
  note?: string;
  /** Drawn with ink-table; for lists whose rows rarely change. */
  isSmall?: boolean;
};

/**
 * A windowed table with its titles on top. The selected row is marked over its whole width, and keeps the colour of its
 * state:
 *
 *       STATE   CHECK        FOUND
 *     ▸ ✘ fail  cli.version  another version
 */
export function Table({ columns, count, row, cursor, size, empty, note = '', isSmall }: Props): ReactNode {
  const theme = useTheme();
  if (count === 0) return <Quiet>{empty}</Quiet>;
  const width = size.columns;
  const rows = theme.isSpoken ? Math.max(1, Math.floor(size.rows / spokenShare)) : size.rows;
  const { from, to } = windowOf(cursor, count, rows);
  const shown = Array.from({ length: to - from }, (_, index) => row(from + index));
  if (theme.isSpoken) return <Spoken columns={columns} rows={shown} cursor={cursor - from} />;
  const { header, lines, places } = layOutTable(
    columns,
    shown.map(({ cells }) => cells),
    width - 2,
  );
  const titles = <Quiet>{`${pad(`  ${header}`, width - stringWidth(note))}${note}`}</Quiet>;
  const line = (index: number) => {
    const isSelected = from + index === cursor;
    const { key, looks } = shown[index] ?? {};
    const [first = '', ...rest] = lines[index] ?? [];
    const others = pad(rest.join(''), width - 2 - stringWidth(first));
    if (looks?.some(Boolean)) {
      const parts = (lines[index] ?? []).map((text, at) => ({ text, look: looks[places[at] ?? -1], at }));
      return (
        <Text key={key} inverse={isSelected}>
          {isSelected ? theme.marker : ' '}{' '}
          {parts.map(({ text, look, at }) => (
            <Text key={at} {...look}>
              {text}
            </Text>
          ))}
          {pad('', width - 2 - stringWidth((lines[index] ?? []).join('')))}
        </Text>
      );
    }
    return (
      <Text key={key} inverse={isSelected}>
        {isSelected ? theme.marker : ' '} <Text {...shown[index]?.colour}>{first}</Text>
        {others}
      </Text>
    );
  };
  if (isSmall) return <SmallTable count={shown.length} header={titles} line={line} />;
  // One text for all rows: each one more is a box that has to be laid out.
  return (
    <Text>
      {titles}
      {shown.map(({ key }, index) => (
        <Fragment key={key}>
          {'\n'}
          {line(index)}
        </Fragment>
      ))}
    </Text>
  );
}

/** How much of the room rows take that are read aloud: a sentence may take several lines. */
const spokenShare = 3;

/** Rows as sentences: `selected: state fail, check cli.version, found another version`. */
function Spoken({
  columns,
  rows,
  cursor,
}: {
  columns: readonly ColumnShape[];
  rows: readonly TableRow[];
  cursor: number;
}): ReactNode {
  const { dot } = useTheme();
  const sentence = ({ cells }: TableRow) =>
    columns
      .flatMap(({ title }, place) => {
        const cell = (cells[place] ?? '').trim();
        const name = title.replace(/[↑↓]$/, '').toLowerCase();
        if (cell === '') return [];
        return cell === dot ? [name] : [`${name} ${withoutSign(cell)}`];
      })
      .join(', ');
  return rows.map((row, index) => (
    <Text key={row.key}>{`${index === cursor ? 'selected: ' : ''}${sentence(row)}`}</Text>
  ));
}

/** The word alone, where a sign stands before it. */
function withoutSign(cell: string): string {
  return cell.replace(/^[^\p{L}\p{N}\p{P}]+ /u, '');
}
