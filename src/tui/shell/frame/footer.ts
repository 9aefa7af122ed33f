import stringWidth from 'string-width';
import { bindingsOn, reasonAgainst } from '../keys/keymap.ts';
import { type Registry, shownScreen } from '../screen.ts';
import type { Overlay, State } from '../state.ts';

/** A key, and a short word for what it does. */
type Hint = readonly [keys: string, word: string];

const gap = '   ';

/** What can be done here and now, as far as whole words fit; the way to all keys always does. */
export function footer(registry: Registry, state: State, width: number): string {
  const hints = state.overlay ? hintsOf(state.overlay) : screenHints(registry, state);
  const kept = state.overlay ? [] : hints.filter(([keys]) => keys === '?');
  const shown: string[] = [];
  const room = width - stringWidth(kept.map((hint) => gap + hint.join(' ')).join(''));
  for (const hint of hints) {
    if (kept.includes(hint)) continue;
    const next = [...shown, hint.join(' ')];
    if (stringWidth(next.join(gap)) <= room) shown.push(hint.join(' '));
  }
  return [...shown, ...kept.map((hint) => hint.join(' '))].join(gap);
}

/** What the keys do while an overlay takes them. A box says it itself. */
function hintsOf({ type }: Overlay): readonly Hint[] {
  if (type !== 'filter' && type !== 'search') return [];
  const leaving = [
    ['enter', 'keep'],
    ['esc', 'clear'],
  ] as const;
  return type === 'filter' ? [...leaving, ['up down', 'move']] : leaving;
}

/** What acts on the list. Enter has another meaning in an open detail. */
const onlyInLists = ['open', 'sort', 'filter'];

function screenHints(registry: Registry, state: State): readonly Hint[] {
  const { searchesDetail, links } = shownScreen(registry, state);
  const usable = bindingsOn(registry, state.screen).filter(
    (binding) => binding.footer !== undefined && reasonAgainst(binding, state) === undefined,
  );
  // What belongs to this screen comes first: it is cut last.
  const [placed, shared] = [
    usable.filter(({ screens }) => screens),
    usable.filter(({ screens }) => !screens),
  ];
  const isOwn = (one: (typeof usable)[number]) => isMoving(one) || one.screens?.[0] === state.screen;
  const own = [...placed.filter(isOwn), ...placed.filter((one) => !isOwn(one))];
  const hint = ({ keys, footer: word = '' }: (typeof usable)[number]): Hint => [keys[0] ?? '', word];
  if (!state.detail) {
    const [moving, leaving] = [shared.filter(isMoving), shared.filter((one) => !isMoving(one))];
    return [...moving, ...own, ...leaving].map(hint);
  }
  const isUsable = ({ command }: { command: string }) => !onlyInLists.includes(command);
  const inDetail = [...own, ...shared].filter(isUsable).map(hint);
  return [
    ['esc', 'back'],
    ['j k', 'scroll'],
    ...(links?.(state).length ? [['enter', 'links'] as const] : []),
    ...(searchesDetail ? [['/', 'search'] as const] : []),
    ...inDetail,
  ];
}

function isMoving({ group }: { group: string }): boolean {
  return group === 'Moving';
}
