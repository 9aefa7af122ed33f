import { cleanLine } from '../../base/text/clean.ts';

/** The value of everything that came after the last value with a name of its own. */
export const OTHER = 'other';

const longest = 100;

/**
 * Gives the first so many texts a label value of their own and every later one `other`, so that texts from outside
 * cannot make endless series. In the order of the history the same texts always get the same values, and no counter
 * falls because another text came.
 */
export function boundedValues(most: number): (text: string) => string {
  const known = new Set<string>();
  return (text) => {
    const value = cleanLine(text).slice(0, longest).toWellFormed() || OTHER;
    if (known.has(value)) return value;
    if (known.size >= most) return OTHER;
    known.add(value);
    return value;
  };
}
