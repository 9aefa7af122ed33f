import { type HistoryPage, searchHistory } from '../../../app/history/search-history.ts';
import type { World } from '../../../app/world/world.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import { readFilterLine } from '../../../domain/history/find/filter-line.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import type { HistoryFilter } from '../../../domain/history/find/history-filter.ts';
import { parseHistoryFilter } from '../../../domain/history/find/parse-history-filter.ts';
import type { ReadableHistory } from '../../shell/connection.ts';
import { describeFault } from '../../shell/decision.ts';
import {
  type Change,
  cursorOf,
  type Effect,
  filterOf,
  type State,
  type Step,
  slice,
} from '../../shell/state.ts';

const pageEntries = 500;

/** A stretch of the history as it was found, newest first; more is read when the cursor comes to its ends. */
type Found = {
  entries: readonly HistoryEntry[];
  /** The filter that they were found by. */
  filter: string;
  /** The filter that was asked for last. */
  asked: string;
  /** Why the filter cannot be read. */
  fault: string | undefined;
  /** There are older entries, before this number; undefined when there is none, or they are being read. */
  older: number | undefined;
  /** There are newer ones, after this number. */
  newer: number | undefined;
};

export const found = slice<Found>('history', {
  entries: [],
  filter: '',
  asked: '',
  fault: undefined,
  older: undefined,
  newer: undefined,
});

/** Which page is wanted: where a filter begins, what comes before or after an entry, or the first entries of all. */
type Wanted = {
  filter: string;
  from: 'newest' | 'oldest' | { before: number } | { after: number };
  /** Where the cursor goes; it stays on its entry by default. */
  to?: 'first' | 'last';
};

/** Finds a page of the history by a line that a person typed; a line that cannot be read finds nothing and says why. */
async function findPage(store: ReadableHistory, world: World, { filter, from, to }: Wanted): Promise<Change> {
  try {
    const asked = await readLine(store, filter, world.now());
    const page = await searchHistory(store, asked.filter, { ...pageFrom(from, asked), limit: pageEntries });
    // From a number on, there may be newer entries above it.
    const newer = asked.upTo !== undefined && from === 'newest' ? page.entries[0]?.seq : page.nextAfter;
    return ifStillAsked(filter, (now, state) => {
      const next = found.set(state, {
        ...now,
        filter,
        fault: undefined,
        ...join(now, page, { from, newer }),
      });
      if (to === undefined) return next;
      const cursor = to === 'first' ? 0 : Math.max(0, page.entries.length - 1);
      return { ...next, cursor: { ...next.cursor, history: cursor } };
    });
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    const fault = describeFault(cause).replace(/^--/, '');
    const nothing = { entries: [], filter, fault, older: undefined, newer: undefined };
    return ifStillAsked(filter, (now, state) => found.set(state, { ...now, ...nothing }));
  }
}

/** The stretch that a page makes: a new one, or the one at hand made longer. */
function join(
  now: Found,
  { entries, nextBefore }: HistoryPage,
  { from, newer }: { from: Wanted['from']; newer: number | undefined },
): Pick<Found, 'entries' | 'older' | 'newer'> {
  if (from === 'newest' || from === 'oldest') return { entries, older: nextBefore, newer };
  return 'before' in from
    ? { entries: [...now.entries, ...entries], older: nextBefore, newer: now.newer }
    : { entries: [...entries, ...now.entries], older: now.older, newer };
}

/** Another filter may have been asked for meanwhile. */
function ifStillAsked(filter: string, make: (now: Found, state: State) => State): Change {
  return (state) => {
    const now = found.of(state);
    return now.asked === filter ? make(now, state) : state;
  };
}

/** A filter, and the entry that it begins at when a number was typed. */
type Asked = { filter: HistoryFilter; upTo: number | undefined };

async function readLine(store: ReadableHistory, line: string, now: Date): Promise<Asked> {
  const number = /^\s*#?(\d{1,15})\s*$/.exec(line)?.[1];
  if (number !== undefined) return { filter: {}, upTo: Number(number) };
  const asked = parseHistoryFilter(readFilterLine(line), now);
  return { filter: { ...asked, who: await wholeAddress(store, asked.who) }, upTo: undefined };
}

/** The address that begins like what was typed, when only one person's does. */
async function wholeAddress(store: ReadableHistory, who: string | undefined): Promise<string | undefined> {
  if (who === undefined) return undefined;
  const typed = who.toLowerCase();
  const fitting = ((await store?.people()) ?? []).filter(({ email }) =>
    email.toLowerCase().startsWith(typed),
  );
  const [only, ...others] = fitting;
  return only && others.length === 0 ? only.email : who;
}

function pageFrom(from: Wanted['from'], { upTo }: Asked) {
  if (from === 'oldest') return { after: 0 };
  if (from !== 'newest') return from;
  return upTo === undefined ? {} : { before: upTo + 1 };
}

/**
 * Looks through all of the history for the filter as it is typed; and reads further when the cursor comes to an end of
 * what was found.
 */
export function loadHistory(state: State): Step {
  const now = found.of(state);
  const filter = filterOf(state, 'history');
  if (!state.status) return [state];
  if (filter !== now.asked)
    return [found.set(state, { ...now, asked: filter }), readPage({ filter, from: 'newest' })];
  if (now.asked !== now.filter) return [state];
  const place = cursorOf(state, 'history');
  if (now.older !== undefined && place >= now.entries.length - 1)
    return [
      found.set(state, { ...now, older: undefined }),
      readPage({ filter, from: { before: now.older } }),
    ];
  if (now.newer !== undefined && place === 0)
    return [found.set(state, { ...now, newer: undefined }), readPage({ filter, from: { after: now.newer } })];
  return [state];
}

/** Goes to the newest or to the first entry of all, which may not be read yet; undefined when it is. */
export function toEdge(state: State, edge: 'first' | 'last'): Step | undefined {
  const { asked, newer, older } = found.of(state);
  if (edge === 'first' && newer !== undefined)
    return [state, readPage({ filter: asked, from: 'newest', to: 'first' })];
  if (edge === 'last' && older !== undefined)
    return [state, readPage({ filter: asked, from: 'oldest', to: 'last' })];
  return undefined;
}

/** Adds what was recorded since to what was found; whoever reads older entries is left where they are. */
export async function refreshHistory(store: ReadableHistory, world: World, state: State): Promise<Change> {
  const { entries, asked, filter, newer } = found.of(state);
  const [newest] = entries;
  if (newest === undefined || asked !== filter)
    return findPage(store, world, { filter: asked, from: 'newest' });
  if (newer !== undefined) return (now) => now;
  return findPage(store, world, { filter: asked, from: { after: newest.seq } });
}

function readPage(wanted: Wanted): Effect {
  return {
    name: 'find-history',
    input: wanted,
    carryOut: (doing) =>
      doing.reading(async (store) => {
        const change = await findPage(store, doing.world(), wanted);
        if (wanted.to === undefined) doing.change(change);
        else doing.moveTo(change);
      }),
  };
}
