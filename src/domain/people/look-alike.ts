import { UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';

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

/** Why an address can be mistaken for another one; undefined when it cannot. */
export function whatIsMistakable(address: string): string | undefined {
  if (/^[ -~]*$/.test(address)) return undefined;
  const unseen = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\u3164\p{Zs}]/u.exec(
    address.replaceAll(' ', ''),
  )?.[0];
  if (unseen !== undefined) return `it has ${codePoint(unseen)}, which is not seen`;
  if (address.normalize('NFC') !== address)
    return 'its accents are letters of their own (not in the form NFC)';
  if (address.normalize('NFKC') !== address) return 'it has letters that only look like plain ones';
  const parts = address.split(/[@.\-_+]/);
  const mixed = parts.find((part) => scriptsOf(part).length > 1);
  if (mixed !== undefined) return `${mixed} mixes ${scriptsOf(mixed).join(' and ')} letters`;
  const imitated = parts.find((part) => imitatesLatin.test(part));
  if (imitated !== undefined) return `${imitated} is made of letters that look like Latin ones`;
  return undefined;
}

const scripts: readonly (readonly [name: string, letters: RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  [
    'other',
    /(?=\p{L})[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u,
  ],
];

/** Words in which every letter has a Latin double: `аса` for `aca` (UTS #39, confusables.txt). */
const imitatesLatin =
  /^(?=.*\P{ASCII})[\d\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u04cf\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405\u03bf\u03b1\u03bd\u03c1\u03c5\u03b9\u03ba\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7]+$/u;

function scriptsOf(part: string): readonly string[] {
  return scripts.filter(([, letters]) => letters.test(part)).map(([name]) => name);
}

function codePoint(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What is not seen is written as its number. */
function escapeUnseen(text: string): string {
  return text.replace(
    /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u3164]/gu,
    (one) => `<${codePoint(one)}>`,
  );
}
