import { UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';
import { escapeUnseen, whatIsMistakable } from '../base/text/look-alike.ts';

/**
 * Makes sure that an address is one that nobody can mistake for another: it is refused when it has letters that are
 * not seen, is not in the composed form (NFC), or mixes scripts or letters that look alike, such as a Cyrillic `а` in
 * a Latin word (Unicode UTS #39 §5, in its strictest form: one script, and not one that only imitates Latin).
 *
 * @throws UsageError naming what is wrong with it
 */
export function refuseLookAlike(address: string): void {
  const wrong = whatIsMistakable(address);
  if (wrong === undefined) return;
  throw new UsageError(
    `${escapeUnseen(cleanLine(address))}: this address can be mistaken for another one: ${wrong}`,
    "Write it in plain letters of one script. codex-cockpit takes it from --as, else from git's user.email.",
  );
}
