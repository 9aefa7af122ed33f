import type { Path, PathFinding } from '../../base/shape/finding.ts';
import { didYouMean, suggest } from '../../base/text/suggest.ts';

/** A finding for each key of a table that the CLI ignores silently. */
export function unknownKeys(
  table: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: Path,
): PathFinding[] {
  return Object.keys(table)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = suggest(name, known);
      return {
        effect: 'ignored',
        path: [...path, name],
        at: 'key',
        message: `no version that was tried knows this key${didYouMean(name, known)}`,
        remedy: near === undefined ? `Take it out. Known here: ${known.join(', ')}.` : `Write ${near}.`,
      };
    });
}
