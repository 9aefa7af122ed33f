import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { dayNumber, dayOf, later, shiftDay, today } from '../days.ts';
import { ANALYTICS_PARTS } from '../events/sources.ts';
import type { FiguresBody } from './activity-of-figures.ts';

/** A page that was recorded, and how a fetch goes on after it. */
export type FetchedPage = NonNullable<FiguresBody['page']>;

/** A part of what is fetched. */
export type AnalyticsPart = FetchedPage['part'];

/** What a fetch asks for: the stretch in Unix seconds, its end excluded. */
export type FetchPlan = Pick<FetchedPage, 'run' | 'group' | 'start' | 'end'> & {
  /** What is still to be fetched, each with the cursor of its next page. */
  parts: readonly { part: AnalyticsPart; cursor: string | null }[];
  /** It goes on with a fetch that was cut short. */
  resumes: boolean;
};

/** The Analytics API looks back 90 days. The day on which it is asked is one of them. */
const lookBack = 89;

/** Numbers can be half a day late, so the last days are asked for again. */
const asksAgain = 3;

type Asked = { from?: string | undefined; to?: string | undefined; group: 'day' | 'week' };

/**
 * What to fetch: from the last days of the fetch before, or all of the days that the API looks back, until today. A fetch
 * of the same stretch that was cut short is gone on with. Weeks begin on Mondays.
 *
 * @param pages of this workspace, oldest first
 * @throws UsageError for a day that is none, or one that the API does not look back to
 */
export function planFetch(pages: readonly FetchedPage[], asked: Asked, now: Date): FetchPlan {
  const last = today(now);
  const earliest = shiftDay(last, -lookBack);
  const before = pages.findLast(({ group, finished }) => finished && group === asked.group);
  const usual = before ? shiftDay(dayOfSecond(before.end), -asksAgain) : earliest;
  const from = readDay(asked.from, '--from') ?? later(usual, earliest);
  const to = readDay(asked.to, '--to') ?? last;
  if (from < earliest)
    throw new UsageError(
      `the Analytics API looks back 90 days: the earliest day is ${earliest}`,
      'Import saved pages of earlier days: codex-cockpit metric import analytics FILE…',
    );
  if (to < from || to > last)
    throw new UsageError(`the days ${from} to ${to} do not follow one another up to today, ${last} (UTC)`);
  const first = asked.group === 'week' ? mondayOf(from, earliest) : from;
  if (first > to) throw new UsageError(`no week begins from ${from} to ${to}`, 'Ask for days: --group day');
  const stretch = { group: asked.group, start: secondOf(first), end: secondOf(shiftDay(to, 1)) };
  const cut = pages.at(-1);
  const resumes =
    cut !== undefined &&
    !cut.finished &&
    cut.group === stretch.group &&
    cut.start === stretch.start &&
    cut.end === stretch.end;
  const run = resumes ? cut.run : now.toISOString();
  const earlierRuns = pages.findLastIndex(({ finished }) => finished) + 1;
  const fetched = resumes ? pages.slice(earlierRuns).filter((page) => page.run === run) : [];
  const parts = ANALYTICS_PARTS.flatMap((part) => {
    const newest = fetched.findLast((page) => page.part === part);
    return newest && newest.next === null ? [] : [{ part, cursor: newest?.next ?? null }];
  });
  return { ...stretch, run, parts, resumes };
}

const secondOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;

const dayOfSecond = (second: number) => today(new Date(second * 1000));

/** The Monday of the week of a day; of the next week when that is too early. */
function mondayOf(day: string, earliest: string): string {
  // 1 January 1970 was a Thursday.
  const number = dayNumber(day);
  const monday = number - ((number + 3) % 7);
  return dayOf(dayOf(monday) < earliest ? monday + 7 : monday);
}

function readDay(text: string | undefined, flag: string): string | undefined {
  if (text === undefined) return undefined;
  const day = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) && dayOf(dayNumber(day)) === day)
    return day;
  throw new UsageError(`${flag}: "${cleanLine(text)}" is not a day`, 'Write a day as 2026-11-20.');
}
