import wrapAnsi from 'wrap-ansi';

/**
 * A text in lines of at most so many cells, all indented; lines after the first by two cells more. Without a width it
 * stays on one line, so that a program can search it.
 */
export function wrapIndented(text: string, indent: number, columns: number | undefined): readonly string[] {
  const margin = ' '.repeat(indent);
  if (columns === undefined) return [`${margin}${text}`];
  const room = Math.max(20, columns - indent - 2);
  return wrapAnsi(text, room, { hard: true, trim: true })
    .split('\n')
    .map((line, index) => `${margin}${index === 0 ? '' : '  '}${line}`);
}
