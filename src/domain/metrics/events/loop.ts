import * as z from 'zod';
import { ROLES } from '../../people/role.ts';
import { RHYTHMS } from '../loop/due.ts';

const role = z.enum(ROLES);
const day = z.iso.date();

/** The figures that an answer rests on. Adoption is among them only beside quality of the same scope and window. */
const figure = () =>
  z.strictObject({
    metric: z.string(),
    /** Such as `team payments`; empty for the whole. */
    scope: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    n: z.number().nullable(),
    grade: z.string(),
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
          window: z.strictObject({ from: day, to: day }),
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
} as const;
