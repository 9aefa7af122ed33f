import * as z from 'zod';
import { ROLES } from '../../people/role.ts';
import { GRADES } from '../activity.ts';
import { CHANGE_KINDS, CHANGE_OUTCOMES, CHANGE_VERDICTS, REF_TYPES } from '../loop/change-words.ts';
import { RHYTHMS } from '../loop/due.ts';
import { METRIC_IDS } from '../metric-set.ts';

const role = z.enum(ROLES);
const day = z.iso.date();
const window = () => z.strictObject({ from: day, to: day });
const metric = () => z.enum(METRIC_IDS);

const scope = () =>
  z.strictObject({
    team: z.string().nullable(),
    cost_centre: z.string().nullable(),
    repository: z.string().nullable(),
    surface: z.string().nullable(),
  });

/** A metric over the days before a change, or after it. */
const side = () =>
  z.strictObject({
    window: window(),
    value: z.number().nullable(),
    n: z.number().nullable(),
    grade: z.enum(GRADES),
    source: z.string().nullable(),
    /** Entries that it rests on, at most 20. */
    entries: z.array(z.int()),
  });

/** The figures that an answer rests on. Adoption is among them only beside quality of the same scope and window. */
const figure = () =>
  z.strictObject({
    metric: z.string(),
    /** Such as `team payments`; empty for the whole. */
    scope: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    n: z.number().nullable(),
    grade: z.enum(GRADES),
  });

/** What is recorded of questions about the metrics, and of changes that follow from them. */
export const loopBodies = {
  'question.asked': () =>
    z.strictObject({
      v: z.literal(1),
      question: z.string(),
      text: z.string(),
      every: z.enum(RHYTHMS),
      /** Who is to answer it. */
      answered_by: role,
      /** The arguments of the command that shows what an answer rests on; null for a question without one. */
      query: z.array(z.string()).nullable(),
      first_due: day,
      role,
    }),
  'question.answered': () =>
    z.strictObject({
      v: z.literal(1),
      question: z.string(),
      text: z.string(),
      role,
      /** What the answer rests on; null when the person says it without a query. */
      result: z
        .strictObject({
          query: z.array(z.string()),
          /** The days that the query was answered for. */
          window: window(),
          /** Digest of everything that it showed: the same query for the same days can be compared with it. */
          sha256: z.string(),
          /** The first of its figures, and how many there were. */
          figures: z.array(figure()),
          figures_total: z.int(),
        })
        .nullable(),
    }),
  'question.retired': () =>
    z.strictObject({ v: z.literal(1), question: z.string(), reason: z.string(), role }),
  /** A change of how the team works, tied to one signal. */
  'change.tied': () =>
    z.strictObject({
      v: z.literal(1),
      change: z.string(),
      metric: metric(),
      scope: scope(),
      kind: z.enum(CHANGE_KINDS),
      ref: z.strictObject({ type: z.enum(REF_TYPES), text: z.string() }),
      expect: z.enum(['up', 'down']),
      by: z.strictObject({ amount: z.number(), in: z.enum(['unit', 'percent']) }),
      /** The first day of the change. */
      since: day,
      review_on: day,
      reason: z.string(),
      role,
    }),
  /** A person looked at the charts and found nothing that asks for a change. */
  'change.not-needed': () => z.strictObject({ v: z.literal(1), reason: z.string(), role }),
  'change.judged': () =>
    z.strictObject({
      v: z.literal(1),
      change: z.string(),
      verdict: z.enum(CHANGE_VERDICTS),
      before: side(),
      after: side(),
      moved: z.number().nullable(),
      needed: z.number().nullable(),
      why: z.string(),
      /** Quality of the same scope and windows: a figure of adoption does not stand alone here either. */
      beside: z.array(
        z.strictObject({ metric: metric(), before: z.number().nullable(), after: z.number().nullable() }),
      ),
      note: z.string().nullable(),
      role,
    }),
  'change.closed': () =>
    z.strictObject({
      v: z.literal(1),
      change: z.string(),
      outcome: z.enum(CHANGE_OUTCOMES),
      reason: z.string(),
      role,
    }),
  /** How a task was verified and reviewed, and by which signal its effect is seen; null for a step that is missing. */
  'loop-back.recorded': () =>
    z.strictObject({
      v: z.literal(1),
      /** A later entry with the same id takes the place of this one. */
      loop_back: z.string(),
      task: z.string(),
      /** The recorded run of a suite that the task was; null for any other task. */
      run: z.string().nullable(),
      repository: z.string().nullable(),
      verification: z.strictObject({ what: z.string(), verdict: z.string(), seq: z.int() }).nullable(),
      review: z
        .strictObject({ review: z.string(), change: z.string(), finished: z.boolean(), seq: z.int() })
        .nullable(),
      signal: metric().nullable(),
      role,
    }),
} as const;
