import { confirm } from './confirm.ts';
import { openForm } from './forms.ts';
import type { State } from './state.ts';

/** What a command about a source of plugins asks for. */
export function reduceSource(
  state: State,
  command: 'upgrade-review' | 'acknowledge' | 'promote' | 'demote' | 'block',
  source: string | undefined,
): State {
  if (source === undefined) return { ...state, notice: 'no source is selected' };
  switch (command) {
    case 'upgrade-review':
      return confirm(
        state,
        `Try the upgrade of ${source} on a copy?`,
        [`plugins.upgrade-reviewed: ${source}, with what would change; the real home stays as it is`],
        { type: 'upgrade-review', marketplace: source },
      );
    case 'acknowledge':
      return confirm(
        state,
        `Have you looked at every hook and server of ${source}?`,
        [`source.acknowledged: ${source}, as ${state.me?.email ?? ''}`],
        { type: 'acknowledge', source },
      );
    case 'promote':
    case 'demote':
    case 'block':
      return { ...state, overlay: openForm(command, source) };
  }
}
