import { Box, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import { clean } from '../../domain/base/text/clean.ts';
import { type Theme, useTheme } from '../shell/look/theme.ts';
import type { CellContext, Column, Lines, ScreenSpec } from '../shell/screen.ts';
import { cursorOf, type Page, perState, type State } from '../shell/state.ts';
import { DetailPane, type DetailProps } from './panes/detail-pane.tsx';
import { Pane } from './panes/pane.tsx';
import { layOutPanes, roomForRows } from './panes/pane-layout.ts';
import { ScrolledText } from './scrolled-text.tsx';
import type { Sort, Sorting } from './sorting.ts';
import { type Divider, Table } from './table.tsx';
import { beginningOf, insideOf, wrapLines } from './text.ts';

/** A screen that is a list with a detail for each row, which is what most screens are. */
type ListScreen<Row> = Omit<
  ScreenSpec,
  'rowIds' | 'rowCount' | 'sorting' | 'hasFilter' | 'view' | 'detail' | 'listRows'
> & {
  /** The rows that pass the filter. */
  rows: (state: State) => readonly Row[];
  /** How they were sorted; without it they cannot be. */
  sorting?: Sorting<Row>;
  rowId: (row: Row) => string;
  /** What the preview and the detail of a row are called; its identity by default. */
  rowTitle?: (row: Row) => string;
  /** May depend on the state, where what stands beside each other is itself found. */
  columns: readonly Column<Row>[] | ((state: State) => readonly Column<Row>[]);
  /** The colour of the first cell. */
  colour?: (row: Row, theme: Theme) => { color?: string };
  /** What is said when there is no row. */
  empty: (state: State) => string;
  detail: (state: State, row: Row | undefined) => string | undefined;
  /**
   * What stands beside the list of the selected row, what matters most first; made without reading anything. The detail
   * by default, where that needs no documents.
   */
  preview?: (state: State, row: Row) => string;
  /** From how many columns on the preview stands beside the list rather than below it; 100 by default. */
  besideFrom?: number;
  /** Shows the text of the detail in another way than as plain text. */
  detailView?: (props: DetailProps) => ReactNode;
  /** What the list is called; the title of the screen by default. */
  listTitle?: (state: State) => string;
  /** Where the cursor is, when only a part of the rows is at hand; its row and their number by default. */
  placeOf?: (state: State) => string | undefined;
  /** A line that parts the rows in two. */
  divider?: (state: State) => Divider | undefined;
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
    rowTitle = rowId,
    columns: columnsOf,
    colour,
    empty,
    detail,
    preview,
    detailView,
    listTitle,
    placeOf,
    divider,
    besideFrom,
    above,
    below,
    isLive,
    isSmall,
    sorting,
    ...spec
  } = given;
  const selected = (state: State) => rows(state)[cursorOf(state, spec.id)];
  const detailOf = (state: State) => detail(state, selected(state));
  const previewOf = perState((state) => {
    const row = selected(state);
    if (row === undefined) return undefined;
    if (preview) return preview(state, row);
    return spec.documents ? undefined : detail(state, row);
  });
  const layOut = (state: State, { rows: height, columns: width }: Page) => {
    const room = { rows: Math.max(1, height - (above?.count ?? 0) - (below?.count ?? 0)), columns: width };
    return layOutPanes(room, previewOf(state) !== undefined, besideFrom);
  };
  const placeIn = (state: State) => {
    const count = rows(state).length;
    if (count === 0) return '';
    return placeOf?.(state) ?? `${Math.min(cursorOf(state, spec.id) + 1, count)}/${count}`;
  };
  const titleOf = (state: State) => {
    const row = selected(state);
    if (state.detail && state.detail.of !== 'row') return `${spec.title}: ${state.detail.of}`;
    return row === undefined ? spec.title : `${rowTitle(row)} · ${placeIn(state)}`;
  };
  const nameOf = (state: State) => {
    if (state.detail && state.detail.of !== 'row') return state.detail.of;
    const row = selected(state);
    return row === undefined ? undefined : rowTitle(row);
  };
  const DetailView = detailView ?? DetailPane;
  return {
    nameOf,
    ...spec,
    ...(sorting ? { sorting } : {}),
    hasFilter: true,
    rowCount: (state) => rows(state).length,
    rowIds: (state) => rows(state).map(rowId),
    listRows: (state) => roomForRows(layOut(state, state.page)).rows,
    detail: detailOf,
    view: ({ state, width, height }) => {
      const theme = useTheme();
      const { frame } = useAnimation({
        interval: 100,
        isActive: isLive === true && state.run.going && !theme.isSpoken,
      });
      const text = state.detail && detailOf(state);
      if (text !== undefined)
        return (
          <DetailView
            title={titleOf(state)}
            text={text}
            links={spec.links?.(state).length ?? 0}
            state={state}
            width={width}
            height={height}
          />
        );
      const all = rows(state);
      const columns = typeof columnsOf === 'function' ? columnsOf(state) : columnsOf;
      const hasLooks = columns.some(({ look }) => look);
      const cursor = cursorOf(state, spec.id);
      const context = (index: number): CellContext<Row> => ({ theme, state, frame, rows: all, index });
      const layout = layOut(state, { rows: height, columns: width });
      const place = placeIn(state);
      const table = (
        <Table
          isSmall={isSmall === true}
          columns={withMarker(columns, sorting?.sortOf(state))}
          count={all.length}
          row={(index) => {
            const row = all[index] as Row;
            return {
              key: rowId(row),
              // What a screen forgets to clean must not reach the terminal; blanks before a word align it.
              cells: columns.map(({ cell }) => clean(cell(row, context(index))).replace(/\s/g, ' ')),
              ...(colour ? { colour: colour(row, theme) } : {}),
              ...(hasLooks ? { looks: columns.map(({ look }) => look?.(row, context(index))) } : {}),
            };
          }}
          cursor={cursor}
          divider={divider?.(state)}
          size={roomForRows(layout)}
          empty={empty(state)}
          note={layout.isBare ? place : ''}
        />
      );
      return (
        <Box flexDirection="column" height={height}>
          {above && <above.view state={state} width={width} />}
          <Box flexDirection={layout.isBeside ? 'row' : 'column'}>
            {layout.isBare ? (
              table
            ) : (
              <Pane title={listTitle?.(state) ?? spec.title} note={place} size={layout.list}>
                {table}
              </Pane>
            )}
            {layout.preview && !theme.isSpoken && (
              <Preview
                title={selected(state) === undefined ? '' : rowTitle(selected(state) as Row)}
                text={previewOf(state) ?? ''}
                size={layout.preview}
              />
            )}
          </Box>
          {below && <Box flexGrow={1} />}
          {below && <below.view state={state} width={width} />}
        </Box>
      );
    },
  };
}

/** Lines that a preview needs for blank ones among them. */
const fewestForGaps = 8;

/** The beginning of what is known of the selected row. */
function Preview({ title, text, size }: { title: string; text: string; size: Page }): ReactNode {
  const inside = insideOf(size);
  // In a few lines there is no room for blank ones between the parts.
  const dense = inside.rows < fewestForGaps ? text.replace(/\n{2,}/g, '\n') : text;
  const beginning = beginningOf(dense, inside.rows);
  const isCut = beginning !== dense || wrapLines(beginning, inside.columns).length > inside.rows;
  return (
    <Pane title={title} note={isCut ? 'enter shows more' : ''} size={size}>
      <ScrolledText text={beginning} scroll={0} size={inside} />
    </Pane>
  );
}

function withMarker<Row>(columns: readonly Column<Row>[], sort: Sort | undefined): readonly Column<Row>[] {
  const marker = sort?.descending ? '↓' : '↑';
  return columns.map((one) => (one.title === sort?.by ? { ...one, title: `${one.title}${marker}` } : one));
}
