import { UnusableError } from '../../domain/base/errors.ts';

/**
 * A word of a list, as a derived table has it. Rows of these tables are read in hundreds at every start, where a schema
 * for each takes longer than the query.
 *
 * @throws UnusableError for any other word
 */
export function storedWord<Word extends string>(words: readonly Word[], stored: string): Word {
  const known = words.find((word) => word === stored);
  if (known !== undefined) return known;
  throw new UnusableError(
    `a derived table has "${stored}" where only ${words.join(', ')} can be`,
    'Somebody changed it. Derive the tables again: codex-cockpit db rebuild',
  );
}
