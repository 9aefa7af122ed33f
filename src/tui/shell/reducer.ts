import type { World } from '../../app/world/world.ts';
import { CockpitError } from '../../domain/base/errors.ts';
import type { ReadableHistory } from './connection.ts';
import { bindingOf, reasonAgainst } from './keys/keymap.ts';
import { move, stayOnRows } from './move.ts';
import { reduceOverlay } from './overlays/reduce-overlay.ts';
import { type Registry, shownScreen, type WantedDocument } from './screen.ts';
import { type Change, type Effect, type Page, type State, type Step, tell } from './state.ts';

/** Everything that can change the state. */
export type Action =
  /** A key; `text` is what it types, if anything. */
  | { type: 'pressed'; key: string; text: string }
  | { type: 'resized'; page: Page }
  /** An effect tells what it found or did. */
  | { type: 'changed'; change: Change; movesCursor?: true };

/** The next state, and the effects that it asks for. Pure: clocks and stores stay outside. */
export function reduce(registry: Registry, state: State, action: Action): Step {
  const [next, ...effects] = apply(registry, state, action);
  const [loading, ...loads] = loadMissing(registry, next);
  return [loading, ...effects, ...loads];
}

function apply(registry: Registry, state: State, action: Action): Step {
  switch (action.type) {
    case 'pressed':
      return press(registry, { ...state, notice: undefined }, action);
    case 'resized':
      return [{ ...state, page: action.page }];
    case 'changed': {
      const changed = withoutIdleQuestion(action.change(state));
      return [action.movesCursor ? move(registry, changed, 0) : stayOnRows(registry, state, changed)];
    }
  }
}

/** Takes back a question about something that has ended by itself: what it says will be recorded is wrong by now. */
function withoutIdleQuestion(state: State): State {
  const { overlay } = state;
  const isIdle = overlay?.type === 'confirm' && overlay.asksWhile?.(state) === false;
  return isIdle ? { ...state, overlay: undefined } : state;
}

function press(registry: Registry, state: State, { key, text }: { key: string; text: string }): Step {
  if (state.overlay && key !== 'ctrl-c') return reduceOverlay(registry, state, state.overlay, { key, text });
  const binding = bindingOf(registry, key, state.screen);
  if (!binding) return [state];
  const reason = reasonAgainst(binding, state);
  if (reason !== undefined) return [tell(state, `${binding.description}: ${reason}`)];
  return binding.press(state, registry);
}

/** Asks for what the shown screen and its open detail still lack. */
function loadMissing(registry: Registry, state: State): Step {
  const screen = shownScreen(registry, state);
  const [next, ...loads]: Step = screen.load?.(state) ?? [state];
  const wanted = openDocuments(registry, next);
  const missing = wanted.filter(({ name }) => !(name in next.documents));
  if (missing.length === 0) return [next, ...loads];
  // Texts that are not open any more are read again when they are: they may be long, and many.
  const kept = wanted.map(({ name }) => [name, next.documents[name]]);
  return [{ ...next, documents: Object.fromEntries(kept) }, ...loads, loadDocuments(missing)];
}

/** The texts that the open detail needs. */
export function openDocuments(registry: Registry, state: State): readonly WantedDocument[] {
  return state.detail ? (shownScreen(registry, state).documents?.(state) ?? []) : [];
}

function loadDocuments(wanted: readonly WantedDocument[]): Effect {
  return {
    name: 'read-documents',
    input: wanted.map(({ name }) => name),
    carryOut: (doing) =>
      doing.reading(async (store) => {
        const texts = await readDocuments(wanted, store, doing.world());
        doing.change((state) => ({ ...state, documents: { ...state.documents, ...texts } }));
      }),
  };
}

/** Reads long texts, by name; what goes wrong with one becomes the text. */
export async function readDocuments(
  wanted: readonly WantedDocument[],
  store: ReadableHistory,
  world: World,
): Promise<Readonly<Record<string, string>>> {
  const texts = await Promise.all(
    wanted.map(async ({ name, read }) => {
      const text = await read(store, world).catch((cause: unknown) => {
        if (cause instanceof CockpitError) return cause.message;
        throw cause;
      });
      return [name, text] as const;
    }),
  );
  return Object.fromEntries(texts);
}
