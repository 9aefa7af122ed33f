import { neighbourKeys, otherViewsOf, type ViewList } from '../../shell/keys/view-keys.ts';
import { showAnew } from '../../shell/move.ts';
import type { Binding } from '../../shell/screen.ts';

/** The views of the metrics, in their order: the first is the screen itself, the others belong to it. */
export const views = [
  { id: 'metrics', name: 'figures' },
  { id: 'metric-questions', name: 'questions' },
  { id: 'metric-changes', name: 'changes' },
  { id: 'metric-compliance', name: 'compliance' },
] as const satisfies ViewList;

/** The views beside the first one, for keys that count on all of them. */
export const otherViews = otherViewsOf(views);

const leadTo = (
  key: string,
  id: (typeof views)[number]['id'],
  description: string,
  footer: string,
): Binding => ({
  ...{ command: `show-${id}`, keys: [key], description, footer, alsoOn: otherViews },
  disabled: ({ screen }) => (screen === id ? `these are the ${footer}` : undefined),
  press: (state) => showAnew(state, id),
});

/** Going from one view of the metrics to another. */
export const viewKeys: readonly Binding[] = [
  leadTo(
    'u',
    'metric-questions',
    'the questions that are asked again and again, and when each is due',
    'questions',
  ),
  leadTo('c', 'metric-changes', 'the changes that are tied to a signal, and whether it moved', 'changes'),
  leadTo(
    'l',
    'metric-compliance',
    'the compliance logs: what is covered, what goes, and who ran what',
    'logs',
  ),
  ...neighbourKeys(views, { of: 'the metrics', word: 'metrics', next: ['right'], previous: ['left'] }),
];
