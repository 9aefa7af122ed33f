import { neighbourKeys, otherViewsOf, type ViewList } from '../../shell/keys/view-keys.ts';
import type { Binding } from '../../shell/screen.ts';

/** The views of an upgrade, in their order. */
export const views = [
  { id: 'upgrade', name: 'differences' },
  { id: 'upgrade-coverage', name: 'coverage' },
  { id: 'upgrade-notes', name: 'release notes' },
  { id: 'upgrade-rings', name: 'rings' },
] as const satisfies ViewList;

/** The views beside the first one, for keys that count on all of them. */
export const otherViews = otherViewsOf(views);

/** Going from one view of an upgrade to the next. */
export const viewKeys: readonly Binding[] = neighbourKeys(views, {
  ...{ of: 'an upgrade', word: 'upgrade', footer: 'views' },
  ...{ next: ['right', 'l'], previous: ['left', 'h'] },
});
