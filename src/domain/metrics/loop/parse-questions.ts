import * as z from 'zod';
import { parseLocatedYaml } from '../../base/documents/located-yaml.ts';
import { formatPlace } from '../../base/documents/place.ts';
import { UsageError } from '../../base/errors.ts';
import { oneLine } from '../../base/one-line.ts';
import { ROLES } from '../../people/role.ts';
import { RHYTHMS } from './due.ts';
import { parseQuery } from './query.ts';
import { QUESTION_ID, type ShippedQuestion } from './question.ts';

/** The roles that may answer. An auditor records nothing. */
const answerers = ROLES.filter((role) => role !== 'auditor');

/** The form of a file of questions. */
export const questionsSchema = () =>
  z.strictObject({
    version: z.literal(1).describe('version of this file format'),
    questions: z
      .array(
        z.strictObject({
          id: z
            .string()
            .regex(QUESTION_ID, 'must be lower-case letters, digits and -')
            .describe('name of the question'),
          text: oneLine().describe('the question'),
          every: z.enum(RHYTHMS).default('month').describe('how often it is answered'),
          role: z.enum(answerers).describe('the role that it falls to'),
          query: oneLine().optional().describe('the command that shows what an answer rests on'),
        }),
      )
      .min(1)
      .describe('the questions'),
  });

/**
 * Reads a file of questions.
 *
 * @throws UsageError naming file, line and field, a repeated id and a query that cannot be run included
 */
export function parseQuestions(source: { text: string; file: string }): readonly ShippedQuestion[] {
  const { value, placeOf } = parseLocatedYaml(source, questionsSchema());
  const seen = new Set<string>();
  return value.questions.map(({ query, ...question }, index) => {
    const at = (field: 'id' | 'query') => formatPlace(placeOf(['questions', index, field]));
    if (seen.has(question.id))
      throw new UsageError(`${at('id')}: questions[${index}].id: "${question.id}" is repeated`);
    seen.add(question.id);
    if (query === undefined) return { ...question, query: undefined };
    try {
      return { ...question, query: parseQuery(query).args };
    } catch (cause) {
      throw new UsageError(`${at('query')}: questions[${index}].query: ${(cause as Error).message}`);
    }
  });
}
