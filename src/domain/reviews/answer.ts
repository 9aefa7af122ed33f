import { UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';

/** How a question of a checklist can be answered; yes is the good one. */
export const ANSWERS = ['yes', 'no', 'not applicable'] as const;

export type Answer = (typeof ANSWERS)[number];

const spellings: Readonly<Record<string, Answer>> = {
  yes: 'yes',
  y: 'yes',
  no: 'no',
  n: 'no',
  'not applicable': 'not applicable',
  'not-applicable': 'not applicable',
  'n/a': 'not applicable',
  na: 'not applicable',
};

/**
 * Reads an answer as people type it: `y` and `n/a` too.
 *
 * @throws UsageError for anything else
 */
export function parseAnswer(text: string): Answer {
  const asked = cleanLine(text).toLowerCase();
  const found = Object.hasOwn(spellings, asked) ? spellings[asked] : undefined;
  if (found) return found;
  throw new UsageError(`"${cleanLine(text)}" is no answer`, 'Answer yes, no or n/a.');
}
