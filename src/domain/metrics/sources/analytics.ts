import * as z from 'zod';
import { cleanLine } from '../../base/text/clean.ts';
import { dayMs } from '../../base/time/duration.ts';
import type { Dimension } from '../activity.ts';
import { mostDays } from '../days.ts';
import type { QualityBody } from '../events/quality.ts';
import { addRows, type FigureRow, knownMeasures, rowKey } from './figure-row.ts';
import { reviewFindings, reviewReactions } from './review-quality.ts';
import { isKnownClient, surfaceOfClient } from './surface-of-client.ts';

type QualityRow = QualityBody['rows'][number];

/** What a page of the Analytics API says. */
export type AnalyticsPage = {
  rows: readonly FigureRow[];
  quality: readonly QualityRow[];
  /** Client ids that are not known, each with how often. They are kept as surfaces of that name. */
  unknown: ReadonlyMap<string, number>;
  /** The cursor of the next page; null on the last one. */
  next: string | null;
};

// A number that is null or absent is not known, which is not zero.
const number = z.number().nonnegative().nullish();
// A name is short; a hostile one fills the history.
const text = z.string().max(500).nullish();

/** From 2001 to 2286: a time in milliseconds is far above. */
const seconds = z
  .int()
  .min(1e9)
  .max(1e10 - 1);

const bucket = { start_time: seconds, end_time: seconds };

const longestBucket = (mostDays * dayMs) / 1000;

const usage = {
  threads: number,
  turns: number,
  credits: number,
  cost_usd: number,
  estimated_cost_usd: number,
  uncached_text_input_tokens: number,
  cached_text_input_tokens: number,
  text_output_tokens: number,
  text_total_tokens: number,
};

const usageRow = z.object({
  ...bucket,
  user_id: text,
  email: text,
  actor: z.object({ user_id: text, email: text }).nullish(),
  totals: z.object(usage).nullish(),
  clients: z.array(z.object({ client_id: text, ...usage })).nullish(),
  models: z.array(z.object({ model: text, speed: text, ...usage })).nullish(),
});

const reviewsRow = z.object({
  ...bucket,
  pull_request_reviews: number,
  comment_details: z.object({ p0: number, p1: number, p2: number }).nullish(),
});

const responsesRow = z.object({
  ...bucket,
  reaction_details: z.object({ upvotes: number, downvotes: number }).nullish(),
  comment_response_details: z.object({ upvoted: number, downvoted: number }).nullish(),
});

const page = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  has_more: z.boolean().nullish(),
  next_page: z.string().max(4096).nullish(),
});

/** What a row is of is seen in its members: the literals of `object` are not public. */
const parts = [
  ['usage', ['totals', 'clients']],
  ['responses', ['reaction_details', 'comment_response_details', 'replies', 'reactions']],
  ['reviews', ['pull_request_reviews', 'comment_details']],
] as const;

/**
 * Reads a page of the Analytics API: usage of a workspace or of its people, code reviews, or responses to them. Members
 * that are not known are left out, so that a later form of the API can still be read.
 *
 * @param place the workspace; empty when nobody said it
 * @throws z.ZodError when it is no such page; the path says where
 */
export function readAnalyticsPage(value: unknown, place: string): AnalyticsPage {
  const { data, has_more, next_page } = page.parse(value);
  const unknown = new Map<string, number>();
  if (has_more === true && !next_page) throw faultAt(['next_page'], 'it is missing, though has_more is true');
  const read = data.map((row, index) => readRow(row, ['data', index], { place, unknown }));
  const rows = read.flatMap((one) => one.rows);
  // In a page of people a row without one is of somebody unknown, and not of the workspace.
  const ofPeople = read.some((one) => one.rows.some(({ person }) => person !== ''));
  const levelled = ofPeople ? rows.map((row) => withPerson(row)) : rows;
  return {
    rows: joinSame(levelled),
    quality: read.flatMap((one) => one.quality),
    unknown,
    next: has_more === false ? null : (next_page ?? null),
  };
}

type Found = { rows: readonly FigureRow[]; quality: readonly QualityRow[] };
type Reading = { place: string; unknown: Map<string, number> };

function readRow(row: Record<string, unknown>, path: (string | number)[], reading: Reading): Found {
  const part = parts.find(([, members]) => members.some((member) => Object.hasOwn(row, member)))?.[0];
  switch (part) {
    case 'usage':
      return { rows: usageRows(at(path, usageRow, row), reading.unknown), quality: [] };
    case 'reviews':
      return reviewRows(at(path, reviewsRow, row), reading.place);
    case 'responses':
      return { rows: [], quality: responseRows(at(path, responsesRow, row), reading.place) };
    case undefined:
      throw faultAt(path, 'it is not a row of usage, code reviews or their responses');
  }
}

function faultAt(path: (string | number)[], message: string): z.ZodError {
  return new z.ZodError([{ code: 'custom', path, message, input: undefined }]);
}

/** Parses a row of a page; a fault in it names its place in the page. */
function at<T extends Bucket>(path: readonly (string | number)[], form: z.ZodType<T>, value: unknown): T {
  const parsed = form.safeParse(value);
  if (parsed.success) {
    const length = parsed.data.end_time - parsed.data.start_time;
    if (length > 0 && length <= longestBucket) return parsed.data;
    throw faultAt(
      [...path, 'end_time'],
      `it is not after start_time, or more than ${mostDays} days after it`,
    );
  }
  throw new z.ZodError(parsed.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
}

function usageRows(row: z.output<typeof usageRow>, unknown: Map<string, number>): FigureRow[] {
  const id = row.actor?.user_id ?? row.user_id ?? '';
  const person = cleanLine(row.actor?.email ?? row.email ?? id).toLowerCase();
  const level: Dimension[] = person === '' ? [] : ['person'];
  const common = { ...daysOf(row), person, id: cleanLine(id) || person };
  const clients = (row.clients ?? []).map((client) => {
    const name = cleanLine(client.client_id ?? '');
    if (name !== '' && !isKnownClient(name)) unknown.set(name, (unknown.get(name) ?? 0) + 1);
    const about = { surface: surfaceOfClient(name), model: '' };
    return rowOf({ ...common, ...about }, [...level, 'surface'], measuresOf(client));
  });
  const models = (row.models ?? []).map((model) => {
    const name = cleanLine(model.model ?? '');
    const about = { surface: '', model: model.speed === 'fast' ? `${name} (fast)` : name };
    return rowOf({ ...common, ...about }, [...level, 'model'], measuresOf(model));
  });
  const total = rowOf({ ...common, surface: '', model: '' }, level, measuresOf(row.totals ?? {}));
  return [total, ...clients, ...models].filter(({ measures }) => Object.keys(measures).length > 0);
}

type Usage = z.output<z.ZodObject<typeof usage>>;

function measuresOf(stated: Usage): FigureRow['measures'] {
  const { uncached_text_input_tokens: uncached, cached_text_input_tokens: cached } = stated;
  const input = sum(uncached, cached);
  return knownMeasures({
    sessions: stated.threads,
    turns: stated.turns,
    credits: stated.credits,
    cost_usd: stated.cost_usd,
    estimated_cost_usd: stated.estimated_cost_usd,
    input_tokens: input,
    cached_input_tokens: cached,
    output_tokens: stated.text_output_tokens,
    total_tokens: stated.text_total_tokens ?? sum(input, stated.text_output_tokens),
  });
}

/** The sum of two numbers; not known when one of them is not. */
const sum = (one: number | null | undefined, other: number | null | undefined) =>
  typeof one === 'number' && typeof other === 'number' ? one + other : undefined;

function reviewRows(row: z.output<typeof reviewsRow>, place: string): Found {
  const { pull_request_reviews: reviews, comment_details: priorities } = row;
  const days = daysOf(row);
  const about = { ...days, person: '', id: '', surface: 'github', model: '' };
  const rows = [rowOf(about, ['surface'], knownMeasures({ code_reviews: reviews }))];
  const findings = reviewFindings({ reviews, ...priorities }, days, place);
  return {
    rows: rows.filter(({ measures }) => Object.keys(measures).length > 0),
    quality: findings ? [findings] : [],
  };
}

function responseRows(row: z.output<typeof responsesRow>, place: string): readonly QualityRow[] {
  const { reaction_details: reactions, comment_response_details: responses } = row;
  const up = reactions?.upvotes ?? responses?.upvoted;
  const down = reactions?.downvotes ?? responses?.downvoted;
  const found = reviewReactions({ up, down }, daysOf(row), place);
  return found ? [found] : [];
}

type Bucket = { start_time: number; end_time: number };

type Days = { from: string; to: string };

/** The days of a bucket; its end is excluded. */
function daysOf({ start_time, end_time }: Bucket): Days {
  const day = (second: number) => new Date(second * 1000).toISOString().slice(0, 10);
  return { from: day(start_time), to: day(end_time - 1) };
}

function rowOf(
  { id, ...about }: Days & { person: string; id: string; surface: string; model: string },
  level: Dimension[],
  measures: FigureRow['measures'],
): FigureRow {
  const key = rowKey({ ...about, repository: '' }, { level, id });
  return { ...about, key, repository: '', grade: 'observed', level, measures };
}

function withPerson(row: FigureRow): FigureRow {
  const { level } = row;
  if (level === null || level.includes('person') || row.surface === 'github') return row;
  const whole: Dimension[] = ['person', ...level];
  return { ...row, level: whole, key: rowKey(row, { level: whole, id: '' }) };
}

/** Rows with the same key in one page are of different people who are not known: they are added up. */
function joinSame(rows: readonly FigureRow[]): readonly FigureRow[] {
  const joined = new Map<string, FigureRow>();
  for (const row of rows) {
    const same = joined.get(row.key);
    joined.set(row.key, same ? addRows(same, row) : row);
  }
  return [...joined.values()];
}
