import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseLocatedYaml } from '../base/documents/located-yaml.ts';
import { formatPlace } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import { type Check, checkSchema, toCheck } from './check.ts';
import type { Suite } from './suite.ts';

/** The form of a suite file; `data/schemas/suite.schema.json` is made from it. */
export const suiteSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  suite: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be one lower-case word')
    .describe('name of the suite'),
  title: z.string().trim().min(1).describe('what the suite is for'),
  checks: z.array(checkSchema).min(1).describe('the checks, in the order in which they are shown'),
});

/**
 * Reads a suite file.
 *
 * @throws UsageError naming file, line and field of what is wrong, an id that is declared twice included.
 */
export function parseSuite(text: string, file: string): Suite {
  const { value, placeOf } = parseLocatedYaml({ text, file }, suiteSchema);
  const checks = value.checks.map((declaration, index) => toCheck(declaration, placeOf(['checks', index])));
  const seen = new Map<string, Check>();
  for (const check of checks) {
    const first = seen.get(check.id);
    if (first) {
      throw new UsageError(
        `${formatPlace(check.declaredAt)}: checks: id "${check.id}" is declared twice, first at ${formatPlace(first.declaredAt)}`,
      );
    }
    seen.set(check.id, check);
  }
  const digest = createHash('sha256').update(text).digest('hex');
  return { name: value.suite, title: value.title, file, digest, checks };
}
