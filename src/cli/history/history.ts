import { listHistory } from '../../app/history/search-history.ts';
import { renderHistoryJson, renderHistoryTable } from '../../report/history/history.ts';
import { readFlag, wholeNumber } from '../program/flags.ts';
import { action } from '../program/subcommand.ts';

export const define = action({
  flags: { limit: readFlag('-n, --limit <count>', 'how many entries to show', wholeNumber, 50) },
  run: ({ limit }, { read }) => read((store) => Array.fromAsync(listHistory(store, { limit }))),
  text: renderHistoryTable,
  json: renderHistoryJson,
  examples: [
    ['codex-cockpit history -n 10', 'the ten newest entries'],
    ['codex-cockpit history --json', 'with bodies and hashes, for a program'],
  ],
});
