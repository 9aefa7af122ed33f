import { createTwoFilesPatch, diffLines } from 'diff';

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

/** How many lines a text has that another one had not, and the other way round. */
export function countChanges(before: string, after: string): { added: number; removed: number } {
  const parts = diffLines(before, after);
  const count = (which: 'added' | 'removed') =>
    parts.reduce((sum, part) => sum + (part[which] ? part.count : 0), 0);
  return { added: count('added'), removed: count('removed') };
}
