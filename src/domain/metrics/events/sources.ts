import * as z from 'zod';
import { DIMENSIONS, MEASURES } from '../activity.ts';

/** Where imported figures can come from. */
const FIGURE_SOURCES = ['analytics', 'dashboard', 'telemetry', 'budget'] as const;

/** What a spend limit can be of. */
export const LIMITED = ['credits', 'cost_usd', 'estimated_cost_usd'] as const;

/** What is fetched of the Analytics API, in this order. */
export const ANALYTICS_PARTS = [
  'usage of the workspace',
  'usage of its people',
  'code reviews',
  'responses to code reviews',
] as const;

/** Keys of rows of metrics of the CLI begin so; those of its events begin with a conversation. */
export const METRICS_KEY = '["metrics"';

/** One row of activity. A later row of the same source with the same key takes its place. */
const figureRow = () =>
  z.strictObject({
    key: z.string(),
    from: z.iso.date(),
    to: z.iso.date(),
    person: z.string(),
    surface: z.string(),
    repository: z.string(),
    model: z.string(),
    grade: z.enum(['observed', 'estimated']),
    /** What the row is told apart by; null where the source says each piece of work once. */
    level: z.array(z.enum(DIMENSIONS)).nullable(),
    measures: z.partialRecord(z.enum(MEASURES), z.number()),
  });

/** A spend limit for a stretch of days. */
const limitRow = () =>
  z.strictObject({
    key: z.string(),
    /** Both empty for everybody. */
    team: z.string(),
    cost_centre: z.string(),
    measure: z.enum(LIMITED),
    from: z.iso.date(),
    to: z.iso.date(),
    limit: z.number(),
    /** What the file says was used; null when it does not say. */
    used: z.number().nullable(),
  });

/** Figures that another program counted: numbers and names, never the content of prompts, answers and tools. */
export const figureBodies = {
  'figures.imported': () =>
    z.strictObject({
      v: z.literal(1),
      source: z.enum(FIGURE_SOURCES),
      /** The workspace or the export that they are of; empty when nobody named it. */
      place: z.string(),
      /** The name of the file, without its folder; null for what was fetched. */
      file: z.string().nullable(),
      rows: z.array(figureRow()),
      limits: z.array(limitRow()),
      /** How the columns of the file were read; the next file with the same header is read alike. */
      mapping: z
        .strictObject({
          name: z.string().nullable(),
          header: z.array(z.string()),
          columns: z.record(z.string(), z.string()),
        })
        .nullable(),
      /** The page that was fetched, from which a fetch that was cut short goes on. */
      page: z
        .strictObject({
          /** The fetch, by the time when it began. */
          run: z.string(),
          part: z.enum(ANALYTICS_PARTS),
          group: z.enum(['day', 'week']),
          /** Unix seconds; the end is excluded. */
          start: z.int(),
          end: z.int(),
          /** The cursor of the next page; null after the last one of the part. */
          next: z.string().nullable(),
          /** Whether it is the last page of the last part. */
          finished: z.boolean(),
        })
        .nullable(),
      /** Of each conversation, digests of its events that were counted: eight bytes each, in base64. */
      seen: z.record(z.string(), z.string()),
      /** What was found and not understood, by its name, with how often. */
      unknown: z.record(z.string(), z.int()),
    }),
} as const;
