import type { Command } from 'commander';
import type { HistoryFilter } from '../../domain/history/find/history-filter.ts';
import { type AskedFilter, parseHistoryFilter } from '../../domain/history/find/parse-history-filter.ts';
import { collect } from '../program/command.ts';

/** The flags that choose entries, as commander hands them over. */
export type FilterFlags = Omit<AskedFilter, 'version'> & { cliVersion?: string };

/** Adds the flags that choose entries; all that are given must hold. */
export function withFilterFlags(command: Command): Command {
  return command
    .option('--who <person>', 'who acted')
    .option('--what <words>', 'words of the line that tells what was done')
    .option('--since <moment>', 'from then on: 2026-11-20, 2026-11-20T12:00Z, 7d or 12h ago')
    .option('--until <moment>', 'until then, a day to its end')
    .option('--subject <subject>', 'such as item/pilot.use-cases, or all of item')
    .option('--kind <kind>', 'such as phase.signed, or all of phase; may be repeated', collect)
    .option('--phase <phase>', 'about that phase, or recorded while the rollout was in it')
    .option('--cli-version <version>', 'naming that CLI version')
    .option('--pin <version>', 'recorded while that CLI version was the pin')
    .option('--text <words>', 'words of anything that the entry says');
}

/** @throws UsageError naming the flag that cannot be read */
export function readFilter({ cliVersion, ...asked }: FilterFlags, now: Date): HistoryFilter {
  return parseHistoryFilter({ ...asked, version: cliVersion }, now);
}
