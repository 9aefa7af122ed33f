import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { didYouMean } from '../../base/text/suggest.ts';

/** Ids that an error names. */
const mostNamed = 20;

/**
 * The id of a difference that a person typed, or a part of that only one has.
 *
 * @param word what the ids are of: `blocker`
 * @throws UsageError when there is none, or more than one
 */
export function findDifferenceId(ids: readonly string[], asked: string, word: string): string {
  const named = cleanLine(asked);
  const whole = ids.filter((id) => cleanLine(id) === named);
  const found = whole.length > 0 ? whole : ids.filter((id) => cleanLine(id).includes(named));
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  const candidates = only === undefined ? ids : found;
  const names = candidates.slice(0, mostNamed).map(cleanLine);
  const left = candidates.length - names.length;
  throw new UsageError(
    only === undefined
      ? `the rehearsal has no ${word} "${named}"${didYouMean(named, ids.map(cleanLine))}`
      : `"${named}" may be any of ${found.length} ${word}s`,
    names.length === 0
      ? `It has no ${word}s.`
      : `The ${word}s are: ${[...names, ...(left > 0 ? [`and ${left} more`] : [])].join('; ')}`,
  );
}
