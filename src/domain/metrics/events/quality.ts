import * as z from 'zod';
import { METRICS, QUALITY_SOURCES, type QualityMetric } from '../metric-set.ts';

const qualityMetrics = Object.entries(METRICS).flatMap(([id, { side }]) =>
  side === 'quality' ? [id as QualityMetric] : [],
);

/** A row of quality as it is recorded; `id` and `n` are as `Quality` has them. */
const qualityRow = () =>
  z.strictObject({
    /** A later row of the same source with this key takes its place. */
    key: z.string(),
    metric: z.enum(qualityMetrics),
    from: z.iso.date(),
    to: z.iso.date(),
    team: z.string(),
    repository: z.string(),
    id: z.string().nullable(),
    total: z.number(),
    n: z.number().nullable(),
    priorities: z.strictObject({ p0: z.number(), p1: z.number(), p2: z.number() }).nullable(),
  });

/** What is recorded of quality, and of who belongs to which team. At most 500 rows are in an entry. */
export const qualityBodies = {
  /** What a person states of a metric: evidence for items, and of a metric of quality a figure. */
  'metric.recorded': () =>
    z.strictObject({
      v: z.literal(2),
      metric: z.string(),
      side: z.enum(['quality', 'adoption']),
      value: z.number(),
      unit: z.string(),
      /** How many it was measured on; null when that is not known. */
      n: z.int().nullable(),
      /** The time it covers as it was typed, and its days; null where it was typed without days. */
      window: z.string(),
      from: z.iso.date().nullable(),
      to: z.iso.date().nullable(),
      /** Empty for everybody, and for every repository. */
      team: z.string(),
      repository: z.string(),
      source: z.string(),
    }),
  'quality.recorded': () =>
    z.strictObject({
      v: z.literal(1),
      source: z.enum(QUALITY_SOURCES),
      /** Of the file or the export. */
      name: z.string(),
      rows: z.array(qualityRow()),
    }),
  /** The newest line of a person counts; a person whose team is empty belongs to none. */
  'teams.recorded': () =>
    z.strictObject({
      v: z.literal(1),
      name: z.string(),
      members: z.array(
        z.strictObject({
          /** E-mail address or id, in lower case. */
          person: z.string(),
          team: z.string(),
          cost_centre: z.string(),
        }),
      ),
    }),
} as const;

/** The body of an entry of figures of quality. */
export type QualityBody = z.output<ReturnType<(typeof qualityBodies)['quality.recorded']>>;
