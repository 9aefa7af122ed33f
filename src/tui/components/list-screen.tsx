import { Box, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import { type Theme, useTheme } from '../shell/look/theme.ts';
import type { CellContext, Column, Lines, ScreenSpec, ViewProps } from '../shell/screen.ts';
import { cursorOf, type State } from '../shell/state.ts';
import { ScrolledText } from './scrolled-text.tsx';
import type { Sort, Sorting } from './sorting.ts';
import { Table } from './table.tsx';

/** A screen that is a list with a detail for each row, which is what most screens are. */
type ListScreen<Row> = Omit<
  ScreenSpec,
  'rowIds' | 'rowCount' | 'sorting' | 'hasFilter' | 'view' | 'detail'
> & {
  /** The rows that pass the filter. */
  rows: (state: State) => readonly Row[];
  /** How they were sorted; without it they cannot be. */
  sorting?: Sorting<Row>;
  rowId: (row: Row) => string;
  columns: readonly Column<Row>[];
  /** The colour of the first cell. */
  colour?: (row: Row, theme: Theme) => { color?: string };
  /** What is said when there is no row. */
  empty: (state: State) => string;
  detail: (state: State, row: Row | undefined) => string | undefined;
  /** Shows the text of the detail in another way than as plain text. */
  detailView?: (props: ViewProps & { text: string }) => ReactNode;
  above?: Lines;
  below?: Lines;
  /** Whether cells change while a run is in progress. */
  isLive?: boolean;
  /** Whether its rows are few and rarely change, so that ink-table draws them. */
  isSmall?: boolean;
};

/** Makes a screen out of a list. */
export function listScreen<Row>(given: ListScreen<Row>): ScreenSpec {
  const {
    rows,
    rowId,
    columns,
    colour,
    empty,
    detail,
    detailView,
    above,
    below,
    isLive,
    isSmall,
    sorting,
    ...spec
  } = given;
  const detailOf = (state: State) => detail(state, rows(state)[cursorOf(state, spec.id)]);
  const DetailView = detailView ?? PlainDetail;
  return {
    ...spec,
    ...(sorting ? { sorting } : {}),
    hasFilter: true,
    rowCount: (state) => rows(state).length,
    rowIds: (state) => rows(state).map(rowId),
    detail: detailOf,
    view: ({ state, width, height }) => {
      const theme = useTheme();
      const { frame } = useAnimation({ interval: 100, isActive: isLive === true && state.run.going });
      const text = state.detail && detailOf(state);
      if (text !== undefined) return <DetailView text={text} state={state} width={width} height={height} />;
      const all = rows(state);
      const context = (index: number): CellContext<Row> => ({ theme, state, frame, rows: all, index });
      return (
        <Box flexDirection="column" height={height}>
          {above && <above.view state={state} width={width} />}
          <Table
            isSmall={isSmall === true}
            columns={withMarker(columns, sorting?.sortOf(state))}
            count={all.length}
            row={(index) => {
              const row = all[index] as Row;
              return {
                key: rowId(row),
                cells: columns.map(({ cell }) => cell(row, context(index))),
                ...(colour ? { colour: colour(row, theme) } : {}),
              };
            }}
            cursor={cursorOf(state, spec.id)}
            width={width}
            height={Math.max(1, height - (above?.count ?? 0) - (below?.count ?? 0))}
            empty={empty(state)}
          />
          {below && <Box flexGrow={1} />}
          {below && <below.view state={state} width={width} />}
        </Box>
      );
    },
  };
}

function withMarker<Row>(columns: readonly Column<Row>[], sort: Sort | undefined): readonly Column<Row>[] {
  const marker = sort?.descending ? '↓' : '↑';
  return columns.map((one) => (one.title === sort?.by ? { ...one, title: `${one.title}${marker}` } : one));
}

function PlainDetail({ text, state, width, height }: ViewProps & { text: string }): ReactNode {
  return <ScrolledText text={text} scroll={state.detail?.scroll ?? 0} width={width} height={height} />;
}
