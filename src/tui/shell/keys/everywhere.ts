import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { nextSort } from '../../components/sorting.ts';
import { confirm } from '../decision.ts';
import { isRunning } from '../guards.ts';
import { stopAnswer } from '../inquiry.ts';
import {
  back,
  follow,
  move,
  openDetail,
  openNeighbour,
  pageStep,
  seenRows,
  showAnew,
  stayOnRows,
} from '../move.ts';
import { type PlacedBinding, type Registry, type ScreenSpec, shownScreen, topScreens } from '../screen.ts';
import { cursorOf, type Effect, filterOf, type State, type Step, tell } from '../state.ts';
import { clipboardSequence } from '../terminal/clipboard.ts';

/** The key of a screen by its place: 1 to 9, then 0; none for further ones. */
export function numberKey(place: number): string | undefined {
  return place < 10 ? String((place + 1) % 10) : undefined;
}

/** The number keys, one for each screen, and the way round them. */
export function screensKeys(all: readonly ScreenSpec[]): readonly PlacedBinding[] {
  const screens = topScreens(all);
  const neighbour = (screen: string, by: 1 | -1) => {
    const top = all.find(({ id }) => id === screen)?.parent ?? screen;
    const place = screens.findIndex(({ id }) => id === top) + by + screens.length;
    return screens[place % screens.length]?.id ?? screen;
  };
  const base = { group: 'Screens', screens: undefined };
  return [
    ...(screens.map(({ id, description }, place) => ({
      ...base,
      command: `screen-${id}`,
      keys: [numberKey(place) ?? []].flat(),
      description,
      press: (state) => showAnew(state, id),
    })) satisfies PlacedBinding[]),
    {
      ...base,
      command: 'next-screen',
      keys: ['tab'],
      description: 'next screen',
      press: (state) => showAnew(state, neighbour(state.screen, 1)),
    },
    {
      ...base,
      command: 'previous-screen',
      keys: ['shift-tab'],
      description: 'previous screen',
      press: (state) => showAnew(state, neighbour(state.screen, -1)),
    },
  ];
}

/** The keys that move the cursor or the open text. `filtered` and `sorted` are the screens whose rows can be. */
export function movingKeys({
  filtered,
  sorted,
}: {
  filtered: readonly string[];
  sorted: readonly string[];
}): readonly PlacedBinding[] {
  const moving = (
    command: string,
    keys: readonly string[],
    description: string,
    by: (seen: { rows: number }) => number,
  ) =>
    ({
      command,
      keys,
      description,
      group: 'Moving',
      screens: undefined,
      press: (state, registry) => [move(registry, state, by({ rows: seenRows(registry, state) }))],
    }) satisfies PlacedBinding;
  const neighbour = (command: string, key: string, description: string, by: 1 | -1) =>
    ({
      command,
      keys: [key],
      description,
      group: 'Moving',
      screens: undefined,
      ...(by === 1 ? { footer: 'next' } : {}),
      disabled: ({ detail }) => {
        if (!detail) return 'nothing is open';
        return detail.of === 'row' ? undefined : 'what is open is not a row of the list';
      },
      press: (state, registry) => [openNeighbour(registry, state, by)],
    }) satisfies PlacedBinding;
  const edge = (to: 'first' | 'last', keys: readonly string[], by: number) =>
    ({
      ...moving(to, keys, to, () => by),
      press: (state, registry) => {
        const elsewhere = state.detail ? undefined : shownScreen(registry, state).toEdge?.(state, to);
        return elsewhere ?? [move(registry, state, by)];
      },
    }) satisfies PlacedBinding;
  return [
    moving('down', ['down', 'j'], 'down', () => 1),
    moving('up', ['up', 'k'], 'up', () => -1),
    edge('first', ['g', 'home'], Number.NEGATIVE_INFINITY),
    edge('last', ['G', 'end'], Number.POSITIVE_INFINITY),
    moving('page-down', ['ctrl-d', 'pagedown'], 'a page down', pageStep),
    moving('page-up', ['ctrl-u', 'pageup'], 'a page up', (seen) => -pageStep(seen)),
    {
      command: 'open',
      keys: ['enter'],
      description: 'open the detail; in a detail, what it leads to',
      group: 'Moving',
      screens: undefined,
      footer: 'detail',
      press: (state, registry) => {
        const links = state.detail ? (shownScreen(registry, state).links?.(state) ?? []) : [];
        const [only, ...others] = links;
        if (only && others.length === 0) return [follow(registry, state, only)];
        if (only) return [{ ...state, overlay: { type: 'links', cursor: 0 } }];
        return shownScreen(registry, state).open?.(state, registry) ?? [openDetail(registry, state)];
      },
    },
    neighbour('next-item', ']', 'the next item, while one is open', 1),
    neighbour('previous-item', '[', 'the item before, while one is open', -1),
    {
      command: 'back',
      keys: ['esc'],
      description:
        'back, also from where a link led; clears the filter; stops a check or a trial that nothing is recorded of',
      group: 'Moving',
      screens: undefined,
      press: (state, registry) => stopOf(registry, state) ?? [back(registry, state)],
    },
    {
      command: 'filter',
      keys: ['/'],
      description:
        'filter; !word leaves out; in the history also who: kind: since: …; in an open runbook, search',
      group: 'Moving',
      screens: filtered,
      footer: 'filter',
      press: (state, registry) => [
        state.detail && shownScreen(registry, state).searchesDetail
          ? { ...state, search: '', overlay: { type: 'search' } }
          : { ...state, detail: undefined, overlay: { type: 'filter' } },
      ],
    },
    {
      command: 'sort',
      keys: ['O'],
      description: 'sort by a column, then downwards, then by the next one',
      group: 'Moving',
      screens: sorted,
      footer: 'sort',
      press: (state, registry) => {
        const { id, sorting } = shownScreen(registry, state);
        const sort = { ...state.sort, [id]: nextSort(sorting?.titles ?? [], sorting?.sortOf(state)) };
        return [stayOnRows(registry, state, { ...state, sort })];
      },
    },
  ];
}

/** Stops what the person waits for, where nothing else is left to go back from. */
function stopOf(registry: Registry, state: State): Step | undefined {
  if (state.search !== '') return undefined;
  if (state.detail) return stopAnswer(state);
  return filterOf(state) === '' ? shownScreen(registry, state).stop?.(state) : undefined;
}

const leave = (exitCode: number): Effect => ({
  name: 'leave',
  input: exitCode,
  carryOut: async (doing) => doing.leave(exitCode),
});

/** Copies what is selected or open, and says what that was. */
function copy(state: State, registry: Registry): Step {
  const screen = shownScreen(registry, state);
  const text = screen.copyOf ? screen.copyOf(state) : rowOrOpen(screen, state);
  if (!text) return [tell(state, 'nothing is selected')];
  const sequence = clipboardSequence(text);
  if (sequence === undefined) return [tell(state, 'this is too long for the clipboard of a terminal')];
  const effect: Effect = {
    name: 'copy',
    input: text,
    carryOut: async (doing) => doing.send(sequence),
  };
  return [tell(state, `copied: ${fitLine(cleanLine(text), 200)}`), effect];
}

/** The identity of the selected row; the text that is open, where that is of no row. */
function rowOrOpen(screen: ScreenSpec, state: State): string | undefined {
  const isOfRow = state.detail === undefined || state.detail.of === 'row';
  return isOfRow ? screen.rowIds(state)[cursorOf(state)] : screen.detail(state);
}

/** Help, palette, and the ways out. */
export const cockpitKeys: readonly PlacedBinding[] = [
  {
    command: 'help',
    keys: ['?'],
    description: 'all keys',
    group: 'Cockpit',
    screens: undefined,
    footer: 'keys',
    press: (state) => [{ ...state, overlay: { type: 'help', scroll: 0 } }],
  },
  {
    command: 'palette',
    keys: [':'],
    description: 'find a command, a screen, an item, a check, a person, an entry… by name',
    group: 'Cockpit',
    screens: undefined,
    footer: 'commands',
    press: (state) => [{ ...state, overlay: { type: 'palette', query: '', caret: 0, cursor: 0 } }],
  },
  {
    command: 'copy',
    keys: ['y'],
    description: 'copy what is selected or open to the clipboard',
    group: 'Cockpit',
    screens: undefined,
    footer: 'copy',
    press: copy,
  },
  {
    command: 'quit',
    keys: ['q'],
    description: 'quit',
    group: 'Cockpit',
    screens: undefined,
    footer: 'quit',
    press: (state) => {
      if (!isRunning(state)) return [state, leave(0)];
      const question = 'A run is in progress. Stop it and quit?';
      const records = state.run.going ? ['run.finished: interrupted'] : [];
      return [confirm(state, { question, records, asksWhile: isRunning, effect: leave(0) })];
    },
  },
  {
    command: 'interrupt',
    keys: ['ctrl-c'],
    description: 'stop what is running and quit',
    group: 'Cockpit',
    screens: undefined,
    press: (state) => [state, leave(130)],
  },
];
