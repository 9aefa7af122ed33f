import { showAnew } from '../../shell/move.ts';
import type { Binding } from '../../shell/screen.ts';
import type { State, Step } from '../../shell/state.ts';

/** The views of captured runs, in their order: the first is the screen itself, the others belong to it. */
export const views = [
  { id: 'runs', name: 'runs' },
  { id: 'run-gates', name: 'gates' },
  { id: 'run-lints', name: 'workflows' },
  { id: 'run-incidents', name: 'incidents' },
] as const;

/** The views beside the first one, for keys that count on all of them. */
export const otherViews = views.slice(1).map(({ id }) => id);

const showView =
  (by: 1 | -1) =>
  (state: State): Step => {
    const place = views.findIndex(({ id }) => id === state.screen) + by + views.length;
    return showAnew(state, views[place % views.length]?.id ?? 'runs');
  };

/** Going from one view of captured runs to the next. */
export const viewKeys: readonly Binding[] = [
  {
    command: 'next-runs-view',
    keys: ['right', 'l'],
    description: 'the next view of captured runs: runs, gates, workflows, incidents',
    footer: 'views',
    alsoOn: otherViews,
    press: showView(1),
  },
  {
    command: 'previous-runs-view',
    keys: ['left', 'h'],
    description: 'the view before',
    alsoOn: otherViews,
    press: showView(-1),
  },
];
