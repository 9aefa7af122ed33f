import { bodiesOf } from '../../domain/history/entry/event.ts';
import { newestFiles } from '../../domain/metrics/sessions/activity-of-sessions.ts';
import {
  type TokenGrouping,
  type TokenRow,
  tokensBeside,
} from '../../domain/metrics/sessions/tokens-beside.ts';
import type { Paired, Window, Withheld } from '../../domain/metrics/view.ts';
import type { Views } from '../../store/views/views.ts';
import { readMetrics } from './read-metrics.ts';

/** Tokens of session files beside the quality of the same scope, or why they are withheld. */
export type TokensView = {
  window: Window;
  by: TokenGrouping;
  groups: readonly (Withheld | { type: 'paired'; group: Paired; rows: readonly TokenRow[] })[];
};

/**
 * Tokens of session files: of everybody, or of each repository.
 *
 * @param views undefined while there is no history
 */
export async function readTokens(
  views: Views | undefined,
  { by, ...asked }: { by: TokenGrouping; window: Window | undefined; now: Date },
): Promise<TokensView> {
  const view = await readMetrics(views, { ...asked, ...(by === 'repository' ? { by } : {}) });
  const entries = (await views?.entriesOfKind('sessions.imported')) ?? [];
  const files = newestFiles(bodiesOf(entries, 'sessions.imported')).map(({ file }) => file);
  // Of everybody, tokens by repository would show those of a repository without quality.
  const groups =
    by === 'repository' ? view.groups.filter(({ scope }) => scope.repository !== undefined) : view.groups;
  return {
    window: view.window,
    by,
    groups: groups.map((group) =>
      group.type === 'withheld' ? group : { type: 'paired', group, rows: tokensBeside(group, files, by) },
    ),
  };
}
