import { createHash } from 'node:crypto';
import { formatPlace } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/text/suggest.ts';
import type { Check } from './check.ts';

/** The suites that ship. Only the first runs without being named. */
export const SHIPPED_SUITES = ['upgrade', 'sdlc'] as const;

/** A suite that was read and found valid. */
export type Suite = {
  name: string;
  title: string;
  file: string;
  /** SHA-256 of the file's text, so that a run can say what it ran. */
  digest: string;
  checks: readonly Check[];
};

/** The same suite, declared in a file of another name. */
export function suiteAt(suite: Suite, file: string): Suite {
  const checks = suite.checks.map((check) => ({ ...check, declaredAt: { ...check.declaredAt, file } }));
  return { ...suite, file, checks };
}

/**
 * One suite out of several, in their order. A check may take the place of one with the same id in an
 * earlier suite, when it says so with `replaces: true`; nothing is replaced silently.
 *
 * @throws UsageError for an id that two suites declare, or that replaces nothing
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
    const shipped = SHIPPED_SUITES.find((name) => id.startsWith(`${name}.`) && name !== suite.name);
    throw new UsageError(
      `the suite "${suite.name}" has no check "${id}"${didYouMean(id, known)}`,
      shipped === undefined
        ? `It has: ${[...known].join(', ')}`
        : `It may be in the suite ${shipped}: name it with --suite ${shipped}.`,
    );
  }
  return ids.length === 0 ? suite.checks : suite.checks.filter((check) => ids.includes(check.id));
}
