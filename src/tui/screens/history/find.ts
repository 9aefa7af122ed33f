import { countMachineRows, type HistoryPage, searchHistory } from '../../../app/history/search-history.ts';
import type { World } from '../../../app/world/world.ts';
import { CockpitError, UsageError } from '../../../domain/base/errors.ts';
import { parseMoment } from '../../../domain/base/time/moment.ts';
import { readFilterLine } from '../../../domain/history/find/filter-line.ts';
import { runOf } from '../../../domain/history/find/fold-runs.ts';
import type { HistoryFilter } from '../../../domain/history/find/history-filter.ts';
import { decisionsOnly } from '../../../domain/history/find/machine-rows.ts';
import { parseHistoryFilter } from '../../../domain/history/find/parse-history-filter.ts';
import type { ReadableHistory } from '../../shell/connection.ts';
import { describeFault } from '../../shell/decision.ts';
import { type Change, cursorOf, type Effect, type State, type Step } from '../../shell/state.ts';
import { type Found, found, isSameQuery, openRuns, type Query, queryOf, showsMachineRows } from './found.ts';
import { historyRows, placeOfEntry } from './rows.ts';

const pageEntries = 500;

/** Whether there may be entries that match and are not at hand. */
export function isPart(state: State): boolean {
  const { entries, newer } = found.of(state);
  return newer !== undefined || entries.length >= pageEntries;
}

/** Most entries that are kept: somebody who pages through a hundred thousand needs those around the cursor. */
const mostEntries = 3 * pageEntries;

/** Which page is wanted: where a filter begins, what comes before or after an entry, or the first entries of all. */
type Wanted = {
  query: Query;
  from: 'newest' | 'oldest' | { before: number } | { after: number } | { at: number };
  /** Where the cursor goes; it stays on its entry by default. */
  to?: 'first' | 'last';
};

/** Finds a page of the history by a line that a person typed; a line that cannot be read finds nothing and says why. */
async function findPage(store: ReadableHistory, world: World, { query, from, to }: Wanted): Promise<Change> {
  try {
    const asked = await readQuery(store, query, world.now());
    const page = await searchHistory(store, asked.filter, { ...pageFrom(from, asked), limit: pageEntries });
    // An older page of the same query changes nothing about what is left out.
    const isOlder = typeof from === 'object' && 'before' in from;
    const hidden = asked.hides && !isOlder ? await countMachineRows(store, asked.unhidden) : undefined;
    // From a number on, there may be newer entries above it.
    const fromNumber =
      (asked.upTo !== undefined && from === 'newest') || (typeof from === 'object' && 'at' in from);
    const newer = fromNumber ? page.entries[0]?.seq : page.nextAfter;
    return ifStillAsked(query, (now, state) => {
      // Its first page was read already, by another reading, and the person may have gone elsewhere since.
      const isKnown = isSameQuery(now.query, query) && now.entries.length > 0;
      if (from === 'newest' && to === undefined && isKnown) return state;
      const next = found.set(state, {
        ...now,
        query,
        hidden: hidden ?? (asked.hides ? now.hidden : []),
        fault: undefined,
        ...join(now, page, { from, newer }),
      });
      if (to === undefined) return next;
      return withCursor(next, to === 'first' ? 0 : Math.max(0, historyRows(next).length - 1));
    });
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    const fault = describeFault(cause).replace(/^--/, '');
    const nothing = { entries: [], hidden: [], query, fault, older: undefined, newer: undefined };
    return ifStillAsked(query, (now, state) => found.set(state, { ...now, ...nothing }));
  }
}

function withCursor(state: State, place: number): State {
  return { ...state, cursor: { ...state.cursor, history: place } };
}

/** The stretch that a page makes: a new one, or the given one made longer. */
function join(
  now: Found,
  { entries, nextBefore }: HistoryPage,
  { from, newer }: { from: Wanted['from']; newer: number | undefined },
): Pick<Found, 'entries' | 'older' | 'newer'> {
  if (from === 'newest' || from === 'oldest' || 'at' in from) return { entries, older: nextBefore, newer };
  // The same page may have been read twice at once; and a page of another stretch, from before a jump, is not wanted.
  const [first, last] = [now.entries[0]?.seq ?? 0, now.entries.at(-1)?.seq ?? Number.POSITIVE_INFINITY];
  const isElsewhere = 'before' in from ? from.before < last : from.after > first;
  if (isElsewhere) return now;
  if ('before' in from) {
    const added = entries.filter(({ seq }) => seq < last);
    const all = [...now.entries, ...added];
    const kept = all.slice(-mostEntries);
    return {
      entries: kept,
      older: nextBefore,
      newer: kept.length < all.length ? kept[0]?.seq : now.newer,
    };
  }
  const all = [...entries.filter(({ seq }) => seq > first), ...now.entries];
  const kept = all.slice(0, mostEntries);
  return { entries: kept, older: kept.length < all.length ? kept.at(-1)?.seq : now.older, newer };
}

/** Another query may have been asked in the meantime. */
function ifStillAsked(query: Query, make: (now: Found, state: State) => State): Change {
  return (state) => {
    const now = found.of(state);
    return isSameQuery(now.asked, query) ? make(now, state) : state;
  };
}

/** What is searched for, and the entry that it begins at when a number was typed. */
type Asked = {
  filter: HistoryFilter;
  /** The same with the rows that the program recorded by itself. */
  unhidden: HistoryFilter;
  hides: boolean;
  upTo: number | undefined;
};

async function readQuery(store: ReadableHistory, { line, machine }: Query, now: Date): Promise<Asked> {
  const number = /^\s*#?(\d{1,15})\s*$/.exec(line)?.[1];
  if (number !== undefined) return { filter: {}, unhidden: {}, hides: false, upTo: Number(number) };
  const asked = parseHistoryFilter(readFilterLine(line), now);
  const unhidden = { ...asked, who: await wholeAddress(store, asked.who) };
  const filter = machine ? unhidden : decisionsOnly(unhidden);
  return { filter, unhidden, hides: filter !== unhidden, upTo: undefined };
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
  if (from !== 'newest') return 'at' in from ? { before: from.at + 1 } : from;
  return upTo === undefined ? {} : { before: upTo + 1 };
}

/**
 * Looks through all of the history for the filter as it is typed; and reads further when the cursor comes to an end of
 * what was found.
 */
export function loadHistory(state: State): Step {
  const now = found.of(state);
  const query = queryOf(state);
  if (!state.status) return [state];
  if (!isSameQuery(query, now.asked))
    return [found.set(state, { ...now, asked: query }), readPage({ query, from: 'newest' })];
  if (!isSameQuery(now.asked, now.query)) return [state];
  const place = cursorOf(state, 'history');
  const rows = historyRows(state);
  if (now.older !== undefined && place >= rows.length - 1)
    return [found.set(state, { ...now, older: undefined }), readPage({ query, from: { before: now.older } })];
  // Where all that is kept is one folded run, the cursor stays at both ends: only one of them is read on.
  const isOneRun = rows.length === 1 && rows[0]?.type === 'run';
  if (now.newer !== undefined && place === 0 && !isOneRun)
    return [found.set(state, { ...now, newer: undefined }), readPage({ query, from: { after: now.newer } })];
  return [state];
}

/** Goes to the newest or to the first entry of all, which may not be read yet; undefined when it is. */
export function toEdge(state: State, edge: 'first' | 'last'): Step | undefined {
  const { asked, newer, older } = found.of(state);
  if (edge === 'first' && newer !== undefined)
    return [state, readPage({ query: asked, from: 'newest', to: 'first' })];
  if (edge === 'last' && older !== undefined)
    return [state, readPage({ query: asked, from: 'oldest', to: 'last' })];
  return undefined;
}

/** Adds what was recorded since to what was found; a person who reads older entries keeps their place. */
export async function refreshHistory(store: ReadableHistory, world: World, state: State): Promise<Change> {
  const { entries, asked, query, newer } = found.of(state);
  const [newest] = entries;
  if (newest === undefined || !isSameQuery(asked, query))
    return findPage(store, world, { query: asked, from: 'newest' });
  if (newer !== undefined) return (now) => now;
  return findPage(store, world, { query: asked, from: { after: newest.seq } });
}

/**
 * Goes to an entry by its number, to the first or the last of all, or to the newest one of a day or time. What was left
 * out or filtered away is shown when the entry is among it.
 *
 * @throws UsageError when there is no such entry, or it is neither a number nor a moment
 */
export async function jumpTo(
  store: NonNullable<ReadableHistory>,
  world: World,
  { query, to }: { query: Query; to: string },
): Promise<Change> {
  const seq = await seqOf(store, to, world.now());
  const { filter } = await readQuery(store, query, world.now());
  const [nearest] = (await searchHistory(store, filter, { before: seq + 1, limit: 1 })).entries;
  const isMissing = isOneEntry(to) ? nearest?.seq !== seq : nearest === undefined;
  const shown = isMissing ? { line: '', machine: true } : query;
  const change = await findPage(store, world, { query: shown, from: { at: seq }, to: 'first' });
  return (state) => {
    const now = found.of(state);
    const asked = found.set(showsMachineRows.set(state, shown.machine), { ...now, asked: shown });
    const there = change({ ...asked, filter: { ...state.filter, history: shown.line } });
    // An entry that a run recorded is seen once its run is open.
    const [entry] = found.of(there).entries;
    const run = entry && runOf(entry);
    const opened = run === undefined ? there : openRuns.set(there, new Set([...openRuns.of(there), run]));
    return entry ? withCursor(opened, placeOfEntry(opened, entry.seq)) : opened;
  };
}

/** Whether a text names one entry rather than a moment. */
function isOneEntry(text: string): boolean {
  return /^(\d{1,15}|first|last)$/.test(text);
}

async function seqOf(store: NonNullable<ReadableHistory>, to: string, now: Date): Promise<number> {
  if (isOneEntry(to)) {
    const newest = await store.countEntries();
    const seq = to === 'first' ? 1 : to === 'last' ? newest : Number(to);
    if (await store.entry(seq)) return seq;
    throw new UsageError(`there is no entry ${to}`, `The newest is ${newest}.`);
  }
  const until = parseMoment(to, { now, edge: 'end' });
  if (until === undefined)
    throw new UsageError(
      `"${to}" is neither a number nor a moment`,
      'Name an entry, first, last, a day, a time, or 7d.',
    );
  const [newest] = await store.findEntries({ until }, { limit: 1 });
  if (newest) return newest.seq;
  throw new UsageError(`nothing was recorded until ${until}`);
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
