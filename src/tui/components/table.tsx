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
import { wrapLines } from './text.ts';

/** A row of a table: its cells, the colour of the first one, and how others look, by their column. */
type TableRow = {
  key: string;
  cells: readonly string[];
  colour?: { color?: string };
  looks?: readonly (CellLook | undefined)[];
};

/** A line with a title that stands before the row at a place. */
export type Divider = { before: number; title: string };

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
  /** A line with a title, before a row. */
  divider?: Divider | undefined;
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
export function Table(props: Props): ReactNode {
  const { columns, count, row, cursor, size, empty, note = '', isSmall } = props;
  const theme = useTheme();
  const width = size.columns;
  if (count === 0)
    return (
      <Quiet>
        {wrapLines(empty, width)
          .map(({ line }) => line)
          .join('\n')}
      </Quiet>
    );
  const rows = theme.isSpoken ? Math.max(1, Math.floor(size.rows / spokenShare)) : size.rows;
  const given = theme.isSpoken ? undefined : props.divider;
  const { from, to, divider } = windowWith(given, { cursor, count, rows });
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
          {from + index === divider?.before && <Quiet>{`\n  ${dividerLine(divider, width - 2)}`}</Quiet>}
          {'\n'}
          {line(index)}
        </Fragment>
      ))}
    </Text>
  );
}

/** The rows that are seen with the cursor in sight, and the divider where it is among them: it takes the room of a row. */
function windowWith(
  divider: Divider | undefined,
  { cursor, count, rows }: { cursor: number; count: number; rows: number },
): { from: number; to: number; divider: Divider | undefined } {
  if (!divider || rows < 3) return { ...windowOf(cursor, count, rows), divider: undefined };
  const lineOf = (place: number) => (place < divider.before ? place : place + 1);
  const lines = windowOf(lineOf(cursor), count + 1, rows);
  const rowAt = (line: number) => (line > divider.before ? line - 1 : line);
  const isSeen = lines.from <= divider.before;
  return { from: rowAt(lines.from), to: rowAt(lines.to), divider: isSeen ? divider : undefined };
}

/** `── optional ────────` */
function dividerLine({ title }: Divider, width: number): string {
  return `── ${title} `.padEnd(width, '─');
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
