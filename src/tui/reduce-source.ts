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
      return acknowledge(state, source);
    case 'promote':
    case 'demote':
    case 'block':
      return { ...state, overlay: openForm(command, source) };
  }
}

/** Shows the hooks and servers of a source in full, and asks once they are on the screen. */
function acknowledge(state: State, source: string): State {
  const shown = state.plugins.commands[source] ?? [];
  if (shown.length === 0) return { ...state, notice: `the plugins of ${source} run no hooks and no servers` };
  if (state.detail?.of !== 'commands')
    return {
      ...state,
      detail: { of: 'commands', scroll: 0 },
      notice: 'read them to the end; press c again to acknowledge all of them',
    };
  return confirm(
    state,
    `Have you looked at every hook and server of ${source}?`,
    [`source.acknowledged: ${source}, ${shown.length} definitions, as ${state.me?.email ?? ''}`],
    { type: 'acknowledge', source, shown },
  );
}
