import { cleanLine } from '../../../base/text/clean.ts';

/** How many findings a judgement quotes; the inventory has them all. */
const quoted = 5;

/** The first of several findings in one line, and how many more there are. */
export function quote(texts: readonly string[]): string {
  const rest = texts.length > quoted ? `; and ${texts.length - quoted} more` : '';
  return `${texts.slice(0, quoted).map(cleanLine).join('; ')}${rest}`;
}
