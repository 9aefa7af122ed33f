import { searchHistory } from '../../../app/history/search-history.ts';
import type { World } from '../../../app/world/world.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import { readFilterLine } from '../../../domain/history/find/filter-line.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { parseHistoryFilter } from '../../../domain/history/find/parse-history-filter.ts';
import type { ReadableHistory } from '../../shell/connection.ts';
import {
  type Change,
  cursorOf,
  type Effect,
  filterOf,
  type State,
  type Step,
  slice,
  tell,
} from '../../shell/state.ts';

const pageEntries = 500;

/** The history as it was found, newest first. */
type Found = {
  entries: readonly HistoryEntry[];
  /** The filter that they were found by. */
  filter: string;
  /** The filter that was asked for last. */
  asked: string;
  /** Where the next page begins; undefined when there is none, or when it is being read. */
  nextBefore: number | undefined;
};

export const found = slice<Found>('history', { entries: [], filter: '', asked: '', nextBefore: undefined });

/** Finds a page of the history by a line that a person typed; one that cannot be read is told, and finds nothing. */
export async function findHistory(
  store: ReadableHistory,
  world: World,
  { filter, before }: { filter: string; before?: number },
): Promise<Change> {
  try {
    const asked = parseHistoryFilter(readFilterLine(filter), world.now());
    const page = await searchHistory(store, asked, { before, limit: pageEntries });
    return (state) => {
      const now = found.of(state);
      // Another filter was asked for meanwhile.
      if (now.asked !== filter) return state;
      const entries = before === undefined ? page.entries : [...now.entries, ...page.entries];
      return found.set(state, { entries, filter, asked: filter, nextBefore: page.nextBefore });
    };
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    return (state) =>
      tell(
        found.set(state, { entries: [], filter, asked: found.of(state).asked, nextBefore: undefined }),
        cause.message,
      );
  }
}

/**
 * Looks through all of the history once a filter is typed, not only through what was read; and reads the next page
 * when the cursor comes to the end of what was found.
 */
export function loadHistory(state: State): Step {
  const now = found.of(state);
  const filter = filterOf(state, 'history');
  if (state.status && state.overlay?.type !== 'filter' && filter !== now.asked)
    return [found.set(state, { ...now, asked: filter }), readPage({ filter })];
  const isAtEnd = cursorOf(state, 'history') >= now.entries.length - 1;
  if (isAtEnd && now.nextBefore !== undefined && now.asked === now.filter) {
    const before = now.nextBefore;
    return [found.set(state, { ...now, nextBefore: undefined }), readPage({ filter: now.filter, before })];
  }
  return [state];
}

function readPage(input: { filter: string; before?: number }): Effect {
  return {
    name: 'find-history',
    input,
    carryOut: (doing) =>
      doing.reading(async (store) => doing.change(await findHistory(store, doing.world(), input))),
  };
}
