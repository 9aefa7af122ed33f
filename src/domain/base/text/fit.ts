import stringWidth from 'string-width';

let segmenter: Intl.Segmenter | undefined;

/** Cuts a line to at most `width` terminal cells, never inside a character; a cut ends in `…`. */
export function fitLine(line: string, width: number): string {
  if (stringWidth(line) <= width) return line;
  if (width <= 0) return '';
  // It takes longer to make one than most texts take to print.
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(line)) {
    const cells = stringWidth(segment);
    if (used + cells > width - 1) break;
    kept += segment;
    used += cells;
  }
  return `${kept}…`;
}

/** Cuts or fills a line to exactly `width` terminal cells. */
export function pad(line: string, width: number): string {
  const fitted = fitLine(line, width);
  return fitted + ' '.repeat(Math.max(0, width - stringWidth(fitted)));
}
