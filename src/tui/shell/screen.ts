import type { ReactNode } from 'react';
import type { World } from '../../app/world/world.ts';
import type { ColumnShape } from '../components/columns.ts';
import type { Sort } from '../components/sorting.ts';
import type { ReadableHistory } from './connection.ts';
import type { Theme } from './look/theme.ts';
import type { Change, State, Step } from './state.ts';

/** A line of the keymap. The footer, the help, the palette and docs/keys.md are made from it. */
export type Binding = {
  command: string;
  keys: readonly string[];
  description: string;
  /** The heading it stands under; the title of its screen by default. */
  group?: string;
  /** The screens it counts on beside its own. */
  alsoOn?: readonly string[];
  /** A short word for the footer, for the most useful keys. */
  footer?: string;
  /** It leads to something that is recorded, so a session that only looks cannot use it. */
  records?: true;
  /** Why it cannot be used now, apart from that. */
  disabled?: (state: State) => string | undefined;
  press: (state: State, cockpit: Registry) => Step;
};

/** A binding with where it counts; everywhere when `screens` is undefined. */
export type PlacedBinding = Binding & { group: string; screens: readonly string[] | undefined };

/** A long text that is read when a detail is opened, by the name it is kept under. */
export type WantedDocument = {
  name: string;
  /** @throws CockpitError with what is shown in its place */
  read: (store: ReadableHistory, world: World) => Promise<string>;
};

/** What an open detail leads to, such as an entry that a decision rests on. */
export type Link = {
  label: string;
  /** Shows it as a detail; without one when it is not there. */
  open: (state: State, registry: Registry) => State;
};

/** What a view is drawn from. Sizes are terminal cells. */
export type ViewProps = { state: State; width: number; height: number };

/** What a cell may depend on beside its row. */
export type CellContext<Row> = {
  theme: Theme;
  state: State;
  /** Counts up while a run is in progress. */
  frame: number;
  rows: readonly Row[];
  index: number;
};

/** The colour of a cell. */
export type CellLook = { color?: string; dimColor?: boolean };

/** A column of a list. */
export type Column<Row> = ColumnShape & {
  cell: (row: Row, context: CellContext<Row>) => string;
  /** How a cell looks, where that is not as the row; no meaning may rest on it alone. */
  look?: (row: Row, context: CellContext<Row>) => CellLook | undefined;
};

/** Lines that stand above or below a list. */
export type Lines = { count: number; view: (props: { state: State; width: number }) => ReactNode };

/** All that the shell knows of a screen. A screen is one such value and one line in the registry. */
export type ScreenSpec = {
  /** Its name in the state, in the keymap and in the docs. */
  id: string;
  title: string;
  /** The screen that it belongs to: it has neither a number nor a tab, and esc leads back there. */
  parent?: string;
  /** What its tab says where there is no room for the title. */
  short?: string;
  /** What the key that shows it is for. */
  description: string;
  /** Its commands and decisions. */
  keys: readonly Binding[];
  /** Identities of the rows that pass the filter, in the order in which they are shown. */
  rowIds: (state: State) => readonly string[];
  /** How many they are. */
  rowCount: (state: State) => number;
  /** Whether `/` filters its rows. */
  hasFilter: boolean;
  /** How many rows are seen at once. */
  listRows?: (state: State) => number;
  /** The titles of the columns that its rows can be sorted by, and by which they are. */
  sorting?: { titles: readonly string[]; sortOf: (state: State) => Sort | undefined };
  /** Whether `/` searches the open detail rather than filters the rows. */
  searchesDetail?: boolean;
  view: (props: ViewProps) => ReactNode;
  /** The text of the open detail; undefined when there is nothing to show. */
  detail: (state: State) => string | undefined;
  /** What the selected row, or what is open, is called in the heading. */
  nameOf?: (state: State) => string | undefined;
  /**
   * What is copied: of the selected row, or of what is open. By default the identity of the selected row, or the text that
   * is open where that is of no row.
   */
  copyOf?: (state: State) => string | undefined;
  /** Shows the rows too that the screen leaves out by itself. */
  unfold?: (state: State) => State;
  /** What the open detail leads to. */
  links?: (state: State) => readonly Link[];
  /** Shows what was shown when a link was followed, apart from cursor, filter and detail. */
  comeBack?: (left: State, now: State) => State;
  /** The texts that the open detail needs. */
  documents?: (state: State) => readonly WantedDocument[];
  /** What Enter does, where that is not to open the detail. */
  open?: (state: State, cockpit: Registry) => Step | undefined;
  /** Stops what the screen does and nothing is recorded of; undefined while it does nothing. */
  stop?: (state: State) => Step | undefined;
  /** What is still missing while the screen is shown; the same state when nothing is. */
  load?: (state: State) => Step;
  /** Goes to the first or last row of a list that is read in parts; undefined when that is the one at hand. */
  toEdge?: (state: State, edge: 'first' | 'last') => Step | undefined;
  /** Whether a key may be meant for a row that is still being read; keys are kept until it is. */
  waits?: (state: State) => boolean;
  /** What the palette finds of it. `query` is what was typed so far, for what is found by a number alone. */
  targets?: (state: State, query: string) => readonly Target[];
  /** Reads what was recorded since; asked whenever the history may have changed. */
  refresh?: (from: { store: ReadableHistory; world: World; state: State }) => Promise<Change>;
  /**
   * Looks at what changes outside of the history, such as files; asked every second while the screen is shown. Undefined
   * when nothing did.
   */
  watch?: (from: { world: World; state: State }) => Promise<Change | undefined>;
};

/** Something that the palette finds, such as an item or a check, and goes to. */
export type Target = {
  /** What it is, in a word. */
  kind: string;
  /** Its name, such as an id or an address. */
  label: string;
  /** What is shown after the name; it is found by these words too. */
  about?: string;
  open: (state: State, registry: Registry) => Step;
};

/** The screens in the order of their numbers, and every key. */
export type Registry = { screens: readonly ScreenSpec[]; keymap: readonly PlacedBinding[] };

/** The screens that have a number and a tab. */
export function topScreens<Screen extends Pick<ScreenSpec, 'parent'>>(
  screens: readonly Screen[],
): readonly Screen[] {
  return screens.filter(({ parent }) => parent === undefined);
}

/** The spec of the shown screen. */
export function shownScreen({ screens }: Registry, { screen }: State): ScreenSpec {
  const found = screens.find(({ id }) => id === screen) ?? screens[0];
  if (!found) throw new Error('the registry has no screen');
  return found;
}
