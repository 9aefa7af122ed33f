import type { Command } from 'commander';
import { searchHistory } from '../app/search-history.ts';
import { wantsAll } from '../domain/audit/history-filter.ts';
import { type AskedFilter, parseHistoryFilter } from '../domain/audit/parse-history-filter.ts';
import { renderHistoryPageJson } from '../report/history-json.ts';
import { renderHistoryTable } from '../report/history-table.ts';
import { collect, entryNumber, wholeNumber, withCommonFlags } from './command.ts';
import type { CommonFlags, Host } from './host.ts';
import { reading } from './with-history.ts';

type LogFlags = CommonFlags &
  Omit<AskedFilter, 'version'> & { cliVersion?: string; limit: number; before?: number };

/** `audit log`: finds entries, newest first. */
export function defineLog(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('find entries, newest first'))
    .option('--who <person>', 'who acted')
    .option('--what <words>', 'words of the line that tells what was done')
    .option('--since <moment>', 'from then on: 2026-11-20, 2026-11-20T12:00Z, 7d or 12h ago')
    .option('--until <moment>', 'until then, a day to its end')
    .option('--subject <subject>', 'such as item/pilot.use-cases, or all of item')
    .option('--kind <kind>', 'such as phase.signed, or all of phase; may be repeated', collect)
    .option('--phase <phase>', 'about that phase, or recorded while the rollout was in it')
    .option('--cli-version <version>', 'naming that CLI version, or recorded while it was the pin')
    .option('--text <words>', 'words of anything that the entry says')
    .option('-n, --limit <count>', 'how many entries to show', wholeNumber, 50)
    .option('--before <seq>', 'only entries with a lower number: the next page', entryNumber)
    .action(async (_, command: Command) => finish(await log(host, command.optsWithGlobals())));
}

async function log(host: Host, flags: LogFlags): Promise<number> {
  const filter = parseHistoryFilter({ ...flags, version: flags.cliVersion }, host.world.now());
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
