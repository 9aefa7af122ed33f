import { neighbourKeys, otherViewsOf, type ViewList } from '../../shell/keys/view-keys.ts';
import type { Binding } from '../../shell/screen.ts';

/** The views of captured runs, in their order. */
export const views = [
  { id: 'runs', name: 'runs' },
  { id: 'run-gates', name: 'gates' },
  { id: 'run-lints', name: 'workflows' },
  { id: 'run-incidents', name: 'incidents' },
] as const satisfies ViewList;

/** The views beside the first one, for keys that count on all of them. */
export const otherViews = otherViewsOf(views);

/** Going from one view of captured runs to the next. */
export const viewKeys: readonly Binding[] = neighbourKeys(views, {
  ...{ of: 'captured runs', word: 'runs', footer: 'views' },
  ...{ next: ['right', 'l'], previous: ['left', 'h'] },
});
