/** A gap in a text that somebody has to fill, such as `{{TEAM NAME}}`; line and column count from 1. */
export type Placeholder = { name: string; line: number; column: number };

// Capitals only, and no $ before it: ${{ secrets.TOKEN }} of a workflow is no gap.
const gap = /(?<!\$)\{\{ ?([A-Z][A-Z0-9 _/-]{0,59}?) ?\}\}/g;

/** The gaps that a text still has, in the order of the text. */
export function findPlaceholders(text: string): readonly Placeholder[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(gap)].map((match) => ({
      name: match[1] ?? '',
      line: index + 1,
      column: match.index + 1,
    })),
  );
}

/** The names of gaps, each once. */
export function placeholderNames(placeholders: readonly Placeholder[]): readonly string[] {
  return [...new Set(placeholders.map(({ name }) => name))];
}
