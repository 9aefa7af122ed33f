import { UsageError } from '../../base/errors.ts';
import { PHASE_IDS } from '../../base/phase.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type DayEdge, parseMoment } from '../../base/time/moment.ts';
import { EVENT_KINDS } from '../entry/event.ts';
import type { HistoryFilter } from './history-filter.ts';

/** A filter as a person wrote it. */
export type AskedFilter = {
  who?: string | undefined;
  what?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  subject?: string | undefined;
  kind?: readonly string[] | undefined;
  phase?: string | undefined;
  /** Written as `--cli-version`, since `--version` asks for that of the cockpit. */
  version?: string | undefined;
  pin?: string | undefined;
  text?: string | undefined;
};

/**
 * Reads a filter.
 *
 * @throws UsageError naming the flag, for a kind or phase that does not exist, no moment, or no word
 */
export function parseHistoryFilter(asked: AskedFilter, now: Date): HistoryFilter {
  const { who, what, since, until, subject, kind = [], phase, version, pin, text } = asked;
  return {
    who: named('who', who),
    what: words('what', what),
    since: moment('since', since, { now, edge: 'start' }),
    until: moment('until', until, { now, edge: 'end' }),
    subject: named('subject', subject),
    kinds: kind.map((one) => oneOf('kind', one, KINDS_AND_FAMILIES)),
    phase: phase === undefined ? undefined : oneOf('phase', phase, PHASE_IDS),
    version: named('cli-version', version),
    pin: named('pin', pin),
    text: words('text', text),
  };
}

const KINDS_AND_FAMILIES: readonly string[] = [
  ...new Set(EVENT_KINDS.flatMap((kind) => [kind.split('.')[0] ?? kind, kind])),
];

function named(flag: string, asked: string | undefined): string | undefined {
  if (asked === undefined) return undefined;
  const value = asked.trim();
  if (value === '') throw new UsageError(`--${flag} is empty`, 'Leave it out, or give it a value.');
  return value;
}

function words(flag: string, asked: string | undefined): string | undefined {
  if (asked === undefined) return undefined;
  const value = cleanLine(asked);
  if (/[\p{L}\p{N}\p{Co}]/u.test(value)) return value;
  throw new UsageError(`--${flag} "${value}": there is no word in it`, 'Name one or more words.');
}

function moment(
  flag: string,
  asked: string | undefined,
  manner: { now: Date; edge: DayEdge },
): string | undefined {
  if (asked === undefined) return undefined;
  const found = parseMoment(asked, manner);
  if (found !== undefined) return found;
  throw new UsageError(
    `--${flag} "${cleanLine(asked)}": not a moment`,
    'Name a day such as 2026-11-20, a time such as 2026-11-20T12:00Z, or how long ago, such as 7d or 12h.',
  );
}

function oneOf<T extends string>(flag: string, asked: string, all: readonly T[]): T {
  const found = all.find((one) => one === asked.trim());
  if (found !== undefined) return found;
  throw new UsageError(
    `--${flag} "${cleanLine(asked)}": there is no such ${flag}${didYouMean(asked, all)}`,
    `There are: ${all.join(', ')}.`,
  );
}
