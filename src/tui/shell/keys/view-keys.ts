import { showAnew } from '../move.ts';
import type { Binding } from '../screen.ts';

type View = { id: string; name: string };

/** Views that belong together, in their order: the first is the screen itself, the others belong to it. */
export type ViewList = readonly [View, ...View[]];

/** The views beside the first one, for keys that count on all of them. */
export const otherViewsOf = (views: ViewList): readonly string[] => views.slice(1).map(({ id }) => id);

/**
 * Going from one view to the next, and back.
 *
 * @param of what the views are of, as help says it, and the word for it in the names of the commands
 */
export function neighbourKeys(
  views: ViewList,
  {
    of,
    word,
    next,
    previous,
    footer,
  }: { of: string; word: string; next: string[]; previous: string[]; footer?: string },
): readonly Binding[] {
  const show =
    (by: 1 | -1): Binding['press'] =>
    (state) => {
      const place = views.findIndex(({ id }) => id === state.screen) + by + views.length;
      return showAnew(state, (views[place % views.length] ?? views[0]).id);
    };
  const alsoOn = otherViewsOf(views);
  return [
    {
      command: `next-${word}-view`,
      keys: next,
      description: `the next view of ${of}: ${views.map(({ name }) => name).join(', ')}`,
      ...(footer && { footer }),
      alsoOn,
      press: show(1),
    },
    {
      command: `previous-${word}-view`,
      keys: previous,
      description: 'the view before',
      alsoOn,
      press: show(-1),
    },
  ];
}
