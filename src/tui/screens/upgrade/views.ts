import { showAnew } from '../../shell/move.ts';
import type { Binding } from '../../shell/screen.ts';
import type { State, Step } from '../../shell/state.ts';

/** The views of an upgrade, in their order: the first is the screen itself, the others belong to it. */
export const views = [
  { id: 'upgrade', name: 'differences' },
  { id: 'upgrade-coverage', name: 'coverage' },
  { id: 'upgrade-notes', name: 'release notes' },
  { id: 'upgrade-rings', name: 'rings' },
] as const;

/** The views beside the first one, for keys that count on all of them. */
export const otherViews = views.slice(1).map(({ id }) => id);

const showView =
  (by: 1 | -1) =>
  (state: State): Step => {
    const place = views.findIndex(({ id }) => id === state.screen) + by + views.length;
    return showAnew(state, views[place % views.length]?.id ?? 'upgrade');
  };

/** Going from one view of an upgrade to the next. */
export const viewKeys: readonly Binding[] = [
  {
    command: 'next-upgrade-view',
    keys: ['right', 'l'],
    description: 'the next view of an upgrade: differences, coverage, release notes, rings',
    footer: 'views',
    alsoOn: otherViews,
    press: showView(1),
  },
  {
    command: 'previous-upgrade-view',
    keys: ['left', 'h'],
    description: 'the view before',
    alsoOn: otherViews,
    press: showView(-1),
  },
];
