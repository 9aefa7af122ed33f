import { searchHistory } from '../../app/history/search-history.ts';
import { wantsAll } from '../../domain/history/find/history-filter.ts';
import { renderHistoryPageJson, renderHistoryTable } from '../../report/history/history.ts';
import { entryNumber, readFlag, wholeNumber } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';
import { filterFlags, readFilter } from './filter-flags.ts';

/** `audit log`: finds entries, newest first. */
export const log = subcommand({
  name: 'log',
  summary: 'find entries, newest first',
  flags: {
    ...filterFlags,
    limit: readFlag('-n, --limit <count>', 'how many entries to show', wholeNumber, 50),
    before: readFlag('--before <seq>', 'only entries with a lower number: the next page', entryNumber),
  },
  run: async ({ limit, before, ...given }, { world, read }) => {
    const filter = readFilter(given, world.now());
    const page = await read((store) => searchHistory(store, filter, { limit, before }));
    return { filter, page };
  },
  text: ({ filter, page: { entries } }, { given: { before } }) =>
    entries.length === 0 && (before !== undefined || !wantsAll(filter))
      ? 'No entry.\n'
      : renderHistoryTable(entries),
  json: ({ filter, page }) => renderHistoryPageJson(page, filter),
  advice: ({ page: { nextBefore } }) =>
    nextBefore === undefined ? undefined : `There are older entries: --before ${nextBefore}\n`,
});
