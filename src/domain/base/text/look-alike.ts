/**
 * Why a name can be mistaken for another one: letters that are not seen, accents that are no part of their letter,
 * or letters that look alike (Unicode UTS #39 §5). Undefined when it cannot.
 */
export function whatIsMistakable(name: string): string | undefined {
  if (/^[ -~]*$/.test(name)) return undefined;
  const unseen = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\u3164\p{Zs}\p{Zl}\p{Zp}]/u.exec(
    name.replaceAll(' ', ''),
  )?.[0];
  if (unseen !== undefined) return `it has ${codePoint(unseen)}, which is not seen`;
  if (name.normalize('NFC') !== name) return 'its accents are letters of their own (not in the form NFC)';
  if (name.normalize('NFKC') !== name) return 'it has letters that only look like plain ones';
  const parts = name.split(/[@.\-_+]/);
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

/** A name with what is not seen written as its number. */
export function escapeUnseen(text: string): string {
  return text.replace(
    /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\u3164\u00a0\u2000-\u200a\u202f\u205f\u3000\p{Zl}\p{Zp}]/gu,
    (one) => `<${codePoint(one)}>`,
  );
}

/**
 * A path or another name as a person can distinguish it: in quotes where it begins or ends with a blank, with
 * what is not seen, or looks like another letter, written as its number.
 */
export function showName(name: string): string {
  const shown = name
    .split('/')
    .map((part) => (wordsOf(part).some(whatIsMistakable) ? escapeAllButPlain(part) : part))
    .join('/');
  const escaped = escapeUnseen(shown);
  return /^\s|\s$/.test(name) ? `"${escaped}"` : escaped;
}

/** Why a path or another name of several words can be mistaken for another one; undefined when it cannot. */
export function whatIsMistakableIn(name: string): string | undefined {
  const [control] = /\p{Cc}/u.exec(name) ?? [];
  if (control !== undefined) return `it has ${codePoint(control)}, which is not seen`;
  return name.split('/').flatMap(wordsOf).map(whatIsMistakable).find(Boolean);
}

const wordsOf = (part: string) => part.split(' ');

const escapeAllButPlain = (text: string) => text.replace(/[^ -~]/gu, (one) => `<${codePoint(one)}>`);
