import { createHash } from 'node:crypto';
import * as z from 'zod';
import { formatPlace, parseLocatedYaml } from '../base/documents/located-yaml.ts';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { type Check, checkSchema, toCheck } from './check.ts';

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

/** A suite that was read and found valid. */
export type Suite = {
  name: string;
  title: string;
  file: string;
  /** SHA-256 of the file's text, so that a run can say what it ran. */
  digest: string;
  checks: readonly Check[];
};

/**
 * Reads a suite file.
 *
 * @throws UsageError naming file, line and field of what is wrong, an id that stands twice included.
 */
export function parseSuite(text: string, file: string): Suite {
  const { value, placeOf } = parseLocatedYaml({ text, file }, suiteSchema);
  const checks = value.checks.map((declaration, index) => toCheck(declaration, placeOf(['checks', index])));
  const seen = new Map<string, Check>();
  for (const check of checks) {
    const first = seen.get(check.id);
    if (first) {
      throw new UsageError(
        `${formatPlace(check.declaredAt)}: checks: id "${check.id}" stands twice, first at ${formatPlace(first.declaredAt)}`,
      );
    }
    seen.set(check.id, check);
  }
  const digest = createHash('sha256').update(text).digest('hex');
  return { name: value.suite, title: value.title, file, digest, checks };
}

/**
 * One suite out of several, in their order. A check may take the place of one with the same id in an
 * earlier suite, when it says so with `replaces: true`; nothing is replaced silently.
 *
 * @throws UsageError for an id that stands in two suites, or that replaces nothing
 */
export function combineSuites(suites: readonly [Suite, ...Suite[]]): Suite {
  const [first, ...others] = suites;
  if (others.length === 0) return first;
  const checks = new Map(first.checks.map((check) => [check.id, check]));
  for (const check of others.flatMap((suite) => suite.checks)) {
    const there = checks.get(check.id);
    if (there && !check.replaces) {
      throw new UsageError(
        `${formatPlace(check.declaredAt)}: checks: id "${check.id}" is already declared at ${formatPlace(there.declaredAt)}`,
        'Give it another id, or say "replaces: true" to take its place.',
      );
    }
    if (!there && check.replaces) {
      throw new UsageError(`${formatPlace(check.declaredAt)}: checks: "${check.id}" replaces nothing`);
    }
    checks.set(check.id, check);
  }
  const digest = createHash('sha256')
    .update(suites.map((suite) => `${suite.digest}\n`).join(''))
    .digest('hex');
  const joined = (pick: (suite: Suite) => string) => suites.map(pick).join(' + ');
  return {
    name: joined(({ name }) => name),
    title: joined(({ title }) => title),
    file: joined(({ file }) => file),
    digest,
    checks: [...checks.values()],
  };
}

/**
 * The checks a person asked for by id, in the suite's order; all of them when none is named.
 *
 * @throws UsageError for an id that the suite does not have, with the nearest one it has.
 */
export function selectChecks(suite: Suite, ids: readonly string[]): readonly Check[] {
  const known = new Set(suite.checks.map((check) => check.id));
  for (const id of ids) {
    if (known.has(id)) continue;
    throw new UsageError(
      `the suite "${suite.name}" has no check "${id}"${didYouMean(id, known)}`,
      `It has: ${[...known].join(', ')}`,
    );
  }
  return ids.length === 0 ? suite.checks : suite.checks.filter((check) => ids.includes(check.id));
}
