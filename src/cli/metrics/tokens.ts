import { readTokens } from '../../app/metrics/read-tokens.ts';
import { parseWindow } from '../../domain/metrics/days.ts';
import { TOKEN_GROUPINGS } from '../../domain/metrics/sessions/tokens-beside.ts';
import { renderTokens, renderTokensJson } from '../../report/metrics/tokens.ts';
import { choiceFlag } from '../program/flags.ts';
import { action } from '../program/subcommand.ts';
import { viewFlags } from './view-flags.ts';

/** `metric tokens`: what session files state, beside quality. */
export const tokens = action({
  flags: {
    by: choiceFlag('--by <what>', 'a row for each of them', TOKEN_GROUPINGS, 'day'),
    window: viewFlags.window,
  },
  run: ({ by, window }, { world, read }) => {
    const now = world.now();
    const asked = { by, now, window: window === undefined ? undefined : parseWindow(window, now) };
    return read((store) => readTokens(store, asked));
  },
  text: renderTokens,
  json: renderTokensJson,
  notes: 'Tokens are adoption: they are shown only beside quality of the same days. docs/metrics.md.',
  examples: [
    ['codex-cockpit metric tokens --by model', 'of the last 30 days'],
    [
      'codex-cockpit metric tokens --by repository --window 2026-10',
      'of repositories with quality, in October',
    ],
  ],
});
