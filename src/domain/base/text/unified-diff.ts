import { createTwoFilesPatch } from 'diff';

/** What changed between two texts, as a unified diff with three lines of context; empty when nothing did. */
export function unifiedDiff(
  before: { name: string; text: string },
  after: { name: string; text: string },
): string {
  if (before.text === after.text) return '';
  const patch = createTwoFilesPatch(before.name, after.name, before.text, after.text, '', '', { context: 3 });
  // Its first line is a ruler.
  return patch.slice(patch.indexOf('\n') + 1);
}
