import * as z from 'zod';
import { parseLocatedYaml } from '../base/documents/located-yaml.ts';
import { formatPlace } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import { oneLine } from '../base/one-line.ts';

const word = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -');

const areaSchema = z.strictObject({
  id: word.describe('name of the area'),
  title: oneLine().describe('what belongs to it'),
});

const questionSchema = z.strictObject({
  id: word.describe('name of the question'),
  text: oneLine().describe('asked so that yes is the good answer'),
  why: oneLine().optional().describe('what went wrong where nobody asked'),
});

export const checklistSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  review: word.describe('name of the review; evidence of an item asks for it as review: <name>'),
  areas: z.array(areaSchema).default([]).describe('the areas in which a change needs the review'),
  questions: z.array(questionSchema).min(1).describe('what is asked of every such change'),
});

/** The questions that a change in an area of high risk must answer. */
export type Checklist = z.output<typeof checklistSchema>;

/**
 * Reads a checklist.
 *
 * @throws UsageError naming file, line and field of what is wrong, a repeated id included
 */
export function parseChecklist(text: string, file: string): Checklist {
  const { value, placeOf } = parseLocatedYaml({ text, file }, checklistSchema);
  for (const list of ['areas', 'questions'] as const) {
    const seen = new Set<string>();
    for (const [index, { id }] of value[list].entries()) {
      if (seen.has(id)) {
        const place = formatPlace(placeOf([list, index, 'id']));
        throw new UsageError(`${place}: ${list}[${index}].id: "${id}" is repeated`);
      }
      seen.add(id);
    }
  }
  return value;
}
