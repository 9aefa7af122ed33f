import { judgeMention, type Mention } from './mention.ts';

/** A text with every place that can be rewritten naming the pin, and how many there were. */
export function pinText(
  text: string,
  mentions: readonly Mention[],
  pin: string,
): { text: string; written: number } {
  const drifted = mentions.filter(
    (mention) => mention.write !== undefined && judgeMention(mention, pin).state !== 'same',
  );
  // Several mentions may be set by one variable; each place is written once.
  const edits = [...new Map(drifted.map((mention) => [mention.offset, mention])).values()];
  const fixed = edits
    .filter(({ spec }) => judgeMention({ form: 'package', spec }, pin).state !== 'unresolved')
    .toSorted((one, other) => other.offset - one.offset);
  const result = fixed.reduce(
    (done, { offset, spec, write }) =>
      done.slice(0, offset) + (write?.(pin) ?? spec) + done.slice(offset + spec.length),
    text,
  );
  return { text: result, written: fixed.length };
}
