import { showEntry } from '../../../app/history/show-entry.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import { plain } from '../../../report/base/paint.ts';
import { type EntryView, renderEntry } from '../../../report/history/entry.ts';
import { describeFault } from '../../shell/decision.ts';
import { show } from '../../shell/move.ts';
import { type Effect, type State, type Step, slice } from '../../shell/state.ts';
import { selectedRow } from './rows.ts';

/** An entry that was opened: read at so many entries of the history; a text when it could not be. */
type Opened = { at: number; view: EntryView | string | undefined };

const opened = slice<ReadonlyMap<number, Opened>>('opened entries', new Map());
/** An entry may have long texts. */
const mostOpened = 20;

/** The History screen with an entry open, wherever it stands in the list. */
export function showEntryDetail(state: State, seq: number): State {
  return { ...show(state, 'history'), detail: { of: `entry ${seq}`, scroll: 0 } };
}

/** The number of the open entry, be it the selected one or another. */
function openSeq(state: State): number | undefined {
  if (state.detail?.of === 'row') {
    const row = selectedRow(state);
    return row?.type === 'entry' ? row.entry.seq : undefined;
  }
  const [, seq] = /^entry (\d+)$/.exec(state.detail?.of ?? '') ?? [];
  return seq === undefined ? undefined : Number(seq);
}

/** The open entry with what it rests on; undefined while it is being read, or was not found. */
export function openEntry(state: State): EntryView | undefined {
  const { view } = opened.of(state).get(openSeq(state) ?? 0) ?? {};
  return typeof view === 'string' ? undefined : view;
}

const texts = new WeakMap<EntryView, string>();

/** The text of the open entry; undefined when none is open. */
export function openEntryText(state: State): string | undefined {
  const seq = openSeq(state);
  if (seq === undefined) return undefined;
  const { view = 'reading…' } = opened.of(state).get(seq) ?? {};
  if (typeof view === 'string') return view;
  const text = texts.get(view) ?? renderEntry(view, plain);
  texts.set(view, text);
  return text;
}

/** Reads the open entry, and reads it again once more was recorded: decisions based on it may be among that. */
export function loadOpenEntry(state: State): Step {
  const seq = openSeq(state);
  const at = state.status?.entries ?? 0;
  const known = seq === undefined ? undefined : opened.of(state).get(seq);
  if (seq === undefined || known?.at === at) return [state];
  return [keep(state, seq, { at, view: known?.view }), readEntry(seq, at)];
}

function readEntry(seq: number, at: number): Effect {
  return {
    name: 'read-entry',
    input: seq,
    carryOut: (doing) =>
      doing.reading(async (store) => {
        const view = await showEntry(store, seq).catch((cause: unknown) => {
          if (cause instanceof CockpitError) return describeFault(cause);
          throw cause;
        });
        doing.change((state) => keep(state, seq, { at, view }));
      }),
  };
}

function keep(state: State, seq: number, entry: Opened): State {
  const others = [...opened.of(state)].filter(([one]) => one !== seq).slice(1 - mostOpened);
  return opened.set(state, new Map([...others, [seq, entry]]));
}
