import * as z from 'zod';
import { lazily } from '../lazily.ts';

/** A field of a document that is a regular expression. */
export const patternField = lazily(() =>
  z.string().superRefine((source, context) => {
    try {
      new RegExp(source, 'm');
    } catch (cause) {
      context.addIssue({ code: 'custom', message: `not a regular expression: ${(cause as Error).message}` });
    }
  }),
);
