import { choiceFlag } from '../program/flags.ts';
import { action } from '../program/subcommand.ts';
import { readCurrentStatus, renderStatus, STATUS_FORMATS } from './print-status.ts';

export const define = action({
  flags: { format: choiceFlag('--format <format>', 'how to print it', STATUS_FORMATS, 'text') },
  run: (_, call) => readCurrentStatus(call),
  text: (status, call) => renderStatus(status, call.given.format, call),
  json: (status, call) => renderStatus(status, 'json', call),
  exit: ({ lost }) => (lost === undefined ? 0 : 1),
  examples: [
    ['codex-cockpit status', 'phase, gate, stale items, who has to act, the newest run'],
    ['codex-cockpit status --json', 'the same for a program'],
    ['codex-cockpit status --format html > status.html', 'one page to share, without scripts'],
  ],
});
