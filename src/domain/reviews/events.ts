import * as z from 'zod';
import { ROLES } from '../people/role.ts';
import { ANSWERS } from './answer.ts';

/** What is recorded of the reviews of changes by a checklist. */
export const reviewBodies = {
  'review.started': () =>
    z.strictObject({
      v: z.literal(1),
      review: z.string(),
      /** Name of the review, as items ask for it. */
      name: z.string(),
      /** The checklist, and the revision that was approved then. */
      artifact: z.string(),
      revision: z.int(),
      sha256: z.string(),
      /** What is reviewed: a pull request, a branch, a commit. */
      change: z.string(),
      title: z.string().nullable(),
      areas: z.array(z.string()),
      /** As they were asked: a later checklist changes nothing about them. */
      questions: z.array(z.strictObject({ id: z.string(), text: z.string() })),
      role: z.enum(ROLES),
    }),
  'review.answered': () =>
    z.strictObject({
      v: z.literal(1),
      review: z.string(),
      change: z.string(),
      question: z.string(),
      answer: z.enum(ANSWERS),
      note: z.string().nullable(),
      role: z.enum(ROLES),
    }),
  'review.finished': () =>
    z.strictObject({
      v: z.literal(1),
      review: z.string(),
      name: z.string(),
      change: z.string(),
      role: z.enum(ROLES),
      /** Entries of the answers that it rests on. */
      answers: z.array(z.strictObject({ question: z.string(), answer: z.enum(ANSWERS), seq: z.int() })),
      /** Questions that nobody answered, or that were answered with no. */
      exceptions: z.array(z.string()),
      /** Why the change goes ahead in spite of them; null when there are none. */
      note: z.string().nullable(),
    }),
} as const;
