import { clean } from '../../../domain/base/text/clean.ts';

/** What xterm takes at most, in characters of base64. */
const most = 74_994;

/**
 * The control sequence (OSC 52) that asks a terminal to put a text on the clipboard of the person in front of it, over
 * SSH too. Control characters are left out, so that nothing runs where it is pasted.
 *
 * @returns undefined when the text is longer than terminals take
 */
export function clipboardSequence(text: string): string | undefined {
  const encoded = Buffer.from(clean(text)).toString('base64');
  return encoded.length > most ? undefined : `\u001b]52;c;${encoded}\u0007`;
}
