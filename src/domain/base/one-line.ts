import * as z from 'zod';
import { lazily } from './lazily.ts';

/** A field of a team's file that people read in a list: not empty, and on one line. */
export const oneLine = lazily(() =>
  z
    .string()
    .trim()
    .min(1)
    .regex(/^[^\n\r]*$/, 'must be one line'),
);
