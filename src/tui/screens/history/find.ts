import {
  countMachineRows,
  type HistoryPage,
  searchFolded,
  searchHistory,
} from '../../../app/history/search-history.ts';
import type { World } from '../../../app/world/world.ts';
import { CockpitError, UsageError } from '../../../domain/base/errors.ts';
import { parseMoment } from '../../../domain/base/time/moment.ts';
import { readFilterLine } from '../../../domain/history/find/filter-line.ts';
import {
  entriesInView,
  type FoldedRun,
  type RunSums,
  runOf,
} from '../../../domain/history/find/fold-runs.ts';
import type { HistoryFilter } from '../../../domain/history/find/history-filter.ts';
import { decisionsOnly } from '../../../domain/history/find/machine-rows.ts';
import { parseHistoryFilter } from '../../../domain/history/find/parse-history-filter.ts';
import type { ReadableHistory } from '../../shell/connection.ts';
import { describeFault } from '../../shell/decision.ts';
import { type Change, cursorOf, type Effect, type State, type Step } from '../../shell/state.ts';
import {
  type Found,
  found,
  isFolded,
  isSameQuery,
  openRuns,
  type Query,
  queryOf,
  showsMachineRows,
  type WantedPage,
} from './found.ts';
import { historyRows, placeOfEntry } from './rows.ts';

const pageEntries = 500;

/** Whether there are entries that match and are not at hand. */
export function isPart(state: State): boolean {
  const { older, newer } = found.of(state);
  return newer !== undefined || older !== undefined;
}

/** Most entries that are kept: somebody who pages through a hundred thousand needs those around the cursor. */
const mostEntries = 3 * pageEntries;

/** Finds a page of the history by a line that a person typed; a line that cannot be read finds nothing and says why. */
async function findPage(store: ReadableHistory, world: World, wanted: WantedPage): Promise<Change> {
  const { query, from, open, to } = wanted;
  try {
    const asked = await readQuery(store, query, world.now());
    const where = { ...pageFrom(from, asked), limit: pageEntries };
    const page = isFolded(query)
      ? await searchFolded(store, open, where)
      : { ...(await searchHistory(store, asked.filter, where)), runs: [] };
    // An older page of the same query changes nothing about what is left out.
    const isOlder = typeof from === 'object' && ('before' in from || 'below' in from);
    const hidden = asked.hides && !isOlder ? await countMachineRows(store, asked.unhidden) : undefined;
    // From a number on, there may be newer entries above it.
    const fromNumber =
      (asked.upTo !== undefined && from === 'newest') || (typeof from === 'object' && 'at' in from);
    const newer = fromNumber ? page.entries[0]?.seq : page.nextAfter;
    return ifStillWanted(wanted, (now, state) => {
      const stretch = join(now, page, { from, newer });
      const next = found.set(openRuns.set(state, open), {
        ...now,
        query,
        hidden: hidden ?? (asked.hides ? now.hidden : []),
        fault: undefined,
        runs: new Map(),
        ...(isFolded(query)
          ? trimmed(stretch, { known: [...now.runs.values(), ...page.runs], open })
          : stretch),
      });
      if (to === undefined) return next;
      return withCursor(next, to === 'first' ? 0 : Math.max(0, historyRows(next).length - 1));
    });
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    const fault = describeFault(cause).replace(/^--/, '');
    const nothing = { entries: [], runs: new Map(), hidden: [], fault, older: undefined, newer: undefined };
    return ifStillWanted(wanted, (now, state) => found.set(state, { ...now, ...nothing, query }));
  }
}

function withCursor(state: State, place: number): State {
  return { ...state, cursor: { ...state.cursor, history: place } };
}

type Stretch = Pick<Found, 'entries' | 'older' | 'newer'>;

/** The stretch that a page makes: a new one, or the given one made longer. */
function join(
  now: Found,
  { entries, nextBefore }: HistoryPage,
  { from, newer }: { from: WantedPage['from']; newer: number | undefined },
): Stretch {
  if (from === 'newest' || from === 'oldest' || 'at' in from) return { entries, older: nextBefore, newer };
  if ('below' in from) {
    const above = now.entries.filter(({ seq }) => seq >= from.below);
    return { entries: [...above, ...entries], older: nextBefore, newer: now.newer };
  }
  if ('before' in from) {
    const all = [...now.entries, ...entries];
    const kept = all.slice(-mostEntries);
    return {
      entries: kept,
      older: nextBefore,
      newer: kept.length < all.length ? kept[0]?.seq : now.newer,
    };
  }
  // What was recorded since may have been read twice at once.
  const first = now.entries[0]?.seq ?? 0;
  const all = [...entries.filter(({ seq }) => seq > first), ...now.entries];
  const kept = all.slice(0, mostEntries);
  return { entries: kept, older: kept.length < all.length ? kept.at(-1)?.seq : now.older, newer };
}

/**
 * A stretch without the entries of folded runs, but for the newest of each, and with what is known of its runs, newest
 * knowledge last.
 */
function trimmed(
  { entries, ...edges }: Stretch,
  { known, open }: { known: readonly RunSums[]; open: ReadonlySet<string> },
): Stretch & Pick<Found, 'runs'> {
  const all = new Map(known.map((one) => [one.run, one]));
  const kept = entriesInView(entries, { runs: all, open });
  const ids = new Set(kept.map(runOf));
  return { ...edges, entries: kept, runs: new Map([...all].filter(([run]) => ids.has(run))) };
}

/** Something else may have been asked for in the meantime, or runs have been opened or folded. */
function ifStillWanted(wanted: WantedPage, make: (now: Found, state: State) => State): Change {
  return (state) => {
    const now = found.of(state);
    if (now.reading === wanted) return make({ ...now, reading: undefined }, state);
    if (!wanted.isRefresh || !isSameQuery(now.asked, wanted.query)) return state;
    // Its first page was read already, by another reading, and the person may have gone elsewhere since.
    if (wanted.from === 'newest')
      return isSameQuery(now.query, wanted.query) && now.entries.length > 0 ? state : make(now, state);
    // The page may be of another stretch, from before a jump.
    const [first] = now.entries;
    const isElsewhere =
      typeof wanted.from !== 'string' && 'after' in wanted.from && wanted.from.after > (first?.seq ?? 0);
    if (!isElsewhere && openRuns.of(state) === wanted.open) return make(now, state);
    return found.set(state, { ...now, newer: now.newer ?? first?.seq });
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

function pageFrom(from: WantedPage['from'], { upTo }: Asked) {
  if (from === 'oldest') return { after: 0 };
  if (from === 'newest') return upTo === undefined ? {} : { before: upTo + 1 };
  if ('at' in from) return { before: from.at + 1 };
  return 'below' in from ? { before: from.below } : from;
}

/**
 * Looks through all of the history for the filter as it is typed; and reads further when the cursor comes near an end
 * of what was found.
 */
export function loadHistory(state: State): Step {
  const now = found.of(state);
  const query = queryOf(state);
  if (!state.status) return [state];
  if (!isSameQuery(query, now.asked))
    return readPage(found.set(state, { ...now, asked: query }), { from: 'newest' });
  if (now.reading || !isSameQuery(now.asked, now.query)) return [state];
  if (now.older !== undefined && isNear(state, 'older'))
    return readPage(state, { from: { before: now.older } });
  if (now.newer !== undefined && isNear(state, 'newer'))
    return readPage(state, { from: { after: now.newer } });
  return [state];
}

/** Whether the cursor is less than a page from an end of what is at hand. */
function isNear(state: State, end: 'older' | 'newer'): boolean {
  const place = cursorOf(state, 'history');
  const page = Math.max(1, state.page.rows);
  return end === 'older' ? place + page >= historyRows(state).length : place < page;
}

/** Whether a key may be meant for a row that is still being read. */
export function waitsForRows(state: State): boolean {
  const { reading, asked, query } = found.of(state);
  if (!reading) return false;
  const { from, to } = reading;
  if (to !== undefined || typeof from === 'string' || !isSameQuery(asked, query)) return true;
  return 'below' in from || isNear(state, 'before' in from ? 'older' : 'newer');
}

/** Goes to the newest or to the first entry of all, which may not be read yet; undefined when it is. */
export function toEdge(state: State, edge: 'first' | 'last'): Step | undefined {
  const { newer, older } = found.of(state);
  if (edge === 'first' && newer !== undefined) return readPage(state, { from: 'newest', to: 'first' });
  if (edge === 'last' && older !== undefined) return readPage(state, { from: 'oldest', to: 'last' });
  return undefined;
}

/** Shows the entries of a run below it, or folds them again. */
export function toggleRun(state: State, { sums, newest }: FoldedRun): Step {
  const open = new Set(openRuns.of(state));
  if (!open.delete(sums.run))
    return readPage(state, { from: { below: newest.seq }, open: new Set([...open, sums.run]) });
  const now = found.of(state);
  const rest = trimmed(now, { known: [...now.runs.values()], open });
  return [openRuns.set(found.set(state, { ...now, ...rest, reading: undefined }), open)];
}

/** Adds what was recorded since to what was found; a person who reads older entries keeps their place. */
export async function refreshHistory(store: ReadableHistory, world: World, state: State): Promise<Change> {
  const { entries, asked, query, newer } = found.of(state);
  const [newest] = entries;
  const page = { query: asked, open: openRuns.of(state), isRefresh: true } as const;
  if (newest === undefined || !isSameQuery(asked, query))
    return findPage(store, world, { ...page, from: 'newest' });
  if (newer !== undefined) return refreshRuns(store, state);
  return findPage(store, world, { ...page, from: { after: newest.seq } });
}

/** Counts again what unfinished runs came to. Where they ended is among the newer entries, so their rows stay here. */
async function refreshRuns(store: ReadableHistory, state: State): Promise<Change> {
  const unfinished = [...found.of(state).runs.values()].filter(({ verdict }) => verdict === undefined);
  const sums = (await store?.sumsOfRuns(unfinished.map(({ run }) => run))) ?? [];
  return (now) => {
    const { runs, ...rest } = found.of(now);
    const counted = sums.flatMap((one): [string, RunSums][] => {
      const known = runs.get(one.run);
      return known ? [[one.run, { ...one, last: known.last }]] : [];
    });
    return found.set(now, { ...rest, runs: new Map([...runs, ...counted]) });
  };
}

/** Where somebody wants to go, the query that they asked, and the runs that they opened. */
type Jump = { query: Query; open: ReadonlySet<string>; to: string };

/**
 * Goes to an entry by its number, to the first or the last of all, or to the newest one of a day or time. What was left
 * out or filtered away is shown when the entry is among it.
 *
 * @throws UsageError when there is no such entry, or it is neither a number nor a moment
 */
export async function jumpTo(
  store: NonNullable<ReadableHistory>,
  world: World,
  { query, open, to }: Jump,
): Promise<Change> {
  const seq = await seqOf(store, to, world.now());
  const { filter } = await readQuery(store, query, world.now());
  const [nearest] = (await searchHistory(store, filter, { before: seq + 1, limit: 1 })).entries;
  const isMissing = isOneEntry(to) ? nearest?.seq !== seq : nearest === undefined;
  const shown = isMissing ? { line: '', machine: true } : query;
  const [wanted] = (await searchHistory(store, isMissing ? {} : filter, { before: seq + 1, limit: 1 }))
    .entries;
  // An entry that a run recorded is seen once its run is open.
  const run = wanted && runOf(wanted);
  const page: WantedPage = {
    query: shown,
    from: { at: seq },
    open: run === undefined ? open : new Set([...open, run]),
    to: 'first',
  };
  const change = await findPage(store, world, page);
  return (state) => {
    const now = found.of(state);
    const asked = { ...now, asked: shown, reading: page };
    const there = change({
      ...found.set(showsMachineRows.set(state, shown.machine), asked),
      filter: { ...state.filter, history: shown.line },
    });
    return wanted ? withCursor(there, placeOfEntry(there, wanted.seq)) : there;
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

/** Asks for a page of what is asked for now. */
function readPage(
  state: State,
  {
    from,
    open = openRuns.of(state),
    to,
  }: Pick<WantedPage, 'from' | 'to'> & Partial<Pick<WantedPage, 'open'>>,
): Step {
  const now = found.of(state);
  const wanted: WantedPage = { query: now.asked, from, open, ...(to === undefined ? {} : { to }) };
  const effect: Effect = {
    name: 'find-history',
    input: wanted,
    carryOut: (doing) =>
      doing.reading(async (store) => {
        const change = await findPage(store, doing.world(), wanted);
        if (to === undefined) doing.change(change);
        else doing.moveTo(change);
      }),
  };
  return [found.set(state, { ...now, reading: wanted }), effect];
}
