import type { Command } from 'commander';
import { searchHistory } from '../../app/history/search-history.ts';
import { wantsAll } from '../../domain/history/find/history-filter.ts';
import { renderHistoryPageJson } from '../../report/history/history-json.ts';
import { renderHistoryTable } from '../../report/history/history-table.ts';
import { entryNumber, wholeNumber, withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { type FilterFlags, readFilter, withFilterFlags } from './filter-flags.ts';
import { reading } from './with-history.ts';

type LogFlags = CommonFlags & FilterFlags & { limit: number; before?: number };

/** `audit log`: finds entries, newest first. */
export function defineLog(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withFilterFlags(withCommonFlags(command.description('find entries, newest first')))
    .option('-n, --limit <count>', 'how many entries to show', wholeNumber, 50)
    .option('--before <seq>', 'only entries with a lower number: the next page', entryNumber)
    .action(async (_, command: Command) => finish(await log(host, command.optsWithGlobals())));
}

async function log(host: Host, flags: LogFlags): Promise<number> {
  const filter = readFilter(flags, host.world.now());
  const { limit, before } = flags;
  const page = await reading(host, flags, (store) => searchHistory(store, filter, { limit, before }));
  if (flags.json) {
    host.out(renderHistoryPageJson(page, filter));
    return 0;
  }
  const none = page.entries.length === 0 && (before !== undefined || !wantsAll(filter));
  host.out(none ? 'No entry.\n' : renderHistoryTable(page.entries));
  if (page.nextBefore !== undefined && !flags.quiet)
    host.talk(`There are older ones: --before ${page.nextBefore}\n`);
  return 0;
}
