import type { HistoryFilter } from '../../domain/history/find/history-filter.ts';
import { type AskedFilter, parseHistoryFilter } from '../../domain/history/find/parse-history-filter.ts';
import { flag, repeatedFlag } from '../program/flags.ts';

/** The flags that choose entries; an entry has to match all that are given. */
export const filterFlags = {
  who: flag('--who <person>', 'who acted'),
  what: flag('--what <words>', 'words of the line that says what was done'),
  since: flag('--since <moment>', 'from then on: 2026-11-20, 2026-11-20T12:00Z, 7d or 12h ago'),
  until: flag('--until <moment>', 'until then, including that day'),
  subject: flag('--subject <subject>', 'such as item/pilot.use-cases, or all of item'),
  kind: repeatedFlag('--kind <kind>', 'such as phase.signed, or all of phase; may be repeated'),
  phase: flag('--phase <phase>', 'about that phase, or recorded while the rollout was in it'),
  version: flag('--cli-version <version>', 'naming that CLI version'),
  pin: flag('--pin <version>', 'recorded while that CLI version was the pin'),
  text: flag('--text <words>', 'words of anything that the entry says'),
};

/** @throws UsageError naming the flag that cannot be read */
export function readFilter(
  { who, what, since, until, subject, kind, phase, version, pin, text }: AskedFilter,
  now: Date,
): HistoryFilter {
  return parseHistoryFilter({ who, what, since, until, subject, kind, phase, version, pin, text }, now);
}
