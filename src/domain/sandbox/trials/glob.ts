/** Part of a pattern: text, `*`, `?`, a set such as `[ab]`, the folders of `**`, or alternatives in braces. */
type Part =
  | { type: 'text'; text: string }
  | { type: 'any' | 'one' | 'folders' | 'everything' }
  | { type: 'set'; members: string; isNegated: boolean }
  | { type: 'either'; options: readonly (readonly Part[])[] };

/**
 * How a path and a pattern meet. `exact`: the path is one that the pattern says. `deeper`: the last part of the
 * pattern matches a file further down; CLI versions differ there. `below`: a folder above the path is one that
 * the pattern says; the CLI denies files, and not what is in folders of that name.
 */
export type GlobMatch = 'exact' | 'deeper' | 'below' | 'no';

/** Whether a path is a pattern for its author: with `*`, `?`, a closed set or braces. */
export function isPattern(path: string): boolean {
  return /[*?]|\[[^\]]+\]|\{[^{}]*,[^{}]*\}/.test(path);
}

/** Whether the CLI takes a path as a pattern; braces alone it takes literally (seen on 0.139.0 and 0.169.0). */
export function isPatternForCli(path: string): boolean {
  return /[*?]|\[[^\]]+\]/.test(path);
}

/** The folder above the first part with a wildcard, and the rest; `src/*\/a` gives `src` and `*\/a`. */
export function splitPattern(glob: string): { folder: string; rest: string } {
  const parts = glob.split('/');
  const first = parts.findIndex((part) => isPattern(part));
  return { folder: parts.slice(0, first).join('/'), rest: parts.slice(first).join('/') };
}

/** How many names a path has below the folder in which the CLI looks for a pattern. */
export function depthBelow(glob: string, path: string): number {
  const { folder } = splitPattern(glob);
  return path.split('/').length - (folder === '' ? 0 : folder.split('/').length);
}

/**
 * Holds a path against a pattern as its author meant it: `*` and `?` stay inside of one name, `**` stands for any
 * folders. Both are relative to the same folder, or both absolute. A pattern that cannot be read matches nothing.
 */
export function matchGlob(glob: string, path: string): GlobMatch {
  const parts = parseGlob(glob);
  if (!parts) return 'no';
  if (matches(parts, path)) return 'exact';
  const { folder, rest } = splitPattern(glob);
  const anywhere = parseGlob(folder === '' ? `**/${rest}` : `${folder}/**/${rest}`);
  if (!rest.includes('/') && anywhere && matches(anywhere, path)) return 'deeper';
  return foldersAbove(path).some((above) => matches(parts, above)) ? 'below' : 'no';
}

/**
 * Whether parts match a whole path. It keeps the places that are reached after each part, and so takes no longer
 * than parts times length; a regular expression would try every way to share a path among wildcards.
 */
function matches(parts: readonly Part[], path: string): boolean {
  const letters = [...path];
  return placesAfter(parts, letters, new Set([0])).has(letters.length);
}

/** Places between the letters of a path: 0 is before the first. */
type PlacesIn = ReadonlySet<number>;

function placesAfter(parts: readonly Part[], letters: readonly string[], from: PlacesIn): PlacesIn {
  return parts.reduce((places, part) => placesAfterPart(part, letters, places), from);
}

function placesAfterPart(part: Part, letters: readonly string[], from: PlacesIn): PlacesIn {
  switch (part.type) {
    case 'text':
      return [...part.text].reduce<PlacesIn>(
        (places, wanted) => oneFurther(letters, places, (letter) => letter === wanted),
        from,
      );
    case 'one':
      return oneFurther(letters, from, (letter) => letter !== '/');
    case 'set':
      return oneFurther(letters, from, isIn(part));
    case 'any':
      return restOfName(letters, from);
    case 'folders':
      return afterFolders(letters, from);
    case 'everything': {
      const first = Math.min(...from);
      return new Set(letters.map((_, at) => at + 1).filter((at) => at > first));
    }
    case 'either':
      return new Set(part.options.flatMap((option) => [...placesAfter(option, letters, from)]));
  }
}

function oneFurther(letters: readonly string[], from: PlacesIn, fits: (letter: string) => boolean): PlacesIn {
  return new Set(
    [...from].flatMap((at) => {
      const letter = letters[at];
      return letter !== undefined && fits(letter) ? [at + 1] : [];
    }),
  );
}

function restOfName(letters: readonly string[], from: PlacesIn): PlacesIn {
  const reached = new Set(from);
  letters.forEach((letter, at) => {
    if (letter !== '/' && reached.has(at)) reached.add(at + 1);
  });
  return reached;
}

/** Where any number of folders may end, each with its slash; a name has a letter at least. */
function afterFolders(letters: readonly string[], from: PlacesIn): PlacesIn {
  const reached = new Set(from);
  let isInName = false;
  letters.forEach((letter, at) => {
    if (letter === '/' && isInName) reached.add(at + 1);
    isInName = letter !== '/' && (isInName || reached.has(at));
  });
  return reached;
}

function isIn({ members, isNegated }: Extract<Part, { type: 'set' }>): (letter: string) => boolean {
  const set = new RegExp(`^[${escapeSet(members)}]$`, 'u');
  return (letter) => (isNegated ? letter !== '/' && !set.test(letter) : set.test(letter));
}

/** Paths to try a pattern at. */
export type GlobExamples = {
  /** Files that it matches: one for each of its alternatives. */
  matches: readonly string[];
  /** A match far down; undefined without `**`. */
  farDown: string | undefined;
  /** A file in a folder with a name that it matches; undefined where no folder is free for that. */
  inFolder: string | undefined;
  /** A file beside them that it does not match; undefined when it matches everything there. */
  nearMiss: string | undefined;
};

/** Folders between the folder of a pattern and a match far down. */
const farDown = 12;
const mostOptions = 4;

/**
 * Makes paths that a pattern matches, and one that it does not. Undefined for a pattern that cannot be read: an
 * open set or brace, or braces in braces.
 *
 * @param file the name of a file to put into a folder
 */
export function examplesOf(glob: string, file: string): GlobExamples | undefined {
  const parts = parseGlob(glob);
  if (!parts) return undefined;
  const fill = { folders: 'deep/', any: 'any', option: 0 };
  const count = Math.min(mostOptions, Math.max(1, ...parts.map(optionsIn)));
  const matches = Array.from({ length: count }, (_, option) => fillIn(parts, { ...fill, option }));
  const [match = ''] = matches;
  const isDeep = parts.some(({ type }) => type === 'folders');
  const deep = fillIn(parts, { ...fill, folders: 'deep/'.repeat(farDown) });
  const folder = fillIn(parts, { ...fill, folders: 'folder/', any: 'other' });
  const hasOwnFolder = !matches.some((one) => one === folder || one.startsWith(`${folder}/`));
  const inFolder = `${folder}/${file}`;
  return {
    matches,
    farDown: isDeep ? deep : undefined,
    inFolder: hasOwnFolder && matchGlob(glob, inFolder) !== 'exact' ? inFolder : undefined,
    nearMiss: nearMissesOf(match).find((path) => matchGlob(glob, path) === 'no'),
  };
}

/** A file in a folder of its own that a pattern matches for any folders; undefined without `**`. */
export function exampleIn(glob: string, folder: string): string | undefined {
  const parts = parseGlob(glob);
  if (!parts?.some(({ type }) => type === 'folders')) return undefined;
  return fillIn(parts, { folders: `${folder}/`, any: 'any', option: 0 });
}

function nearMissesOf(match: string): readonly string[] {
  const cut = match.lastIndexOf('/') + 1;
  const [folder, name] = [match.slice(0, cut), match.slice(cut)];
  return [`${match}x`, `${folder}x${name}`, `x${match}`, `${folder}beside`];
}

function foldersAbove(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

const optionsIn = (part: Part) => (part.type === 'either' ? part.options.length : 1);

type Fill = { folders: string; any: string; option: number };

function fillIn(parts: readonly Part[], fill: Fill): string {
  return parts.map((part) => fillInPart(part, fill)).join('');
}

function fillInPart(part: Part, fill: Fill): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'any':
      return fill.any;
    case 'one':
      return 'c';
    case 'everything':
      return fill.any;
    case 'folders':
      return fill.folders;
    case 'set':
      return memberOf(part);
    case 'either':
      return fillIn(part.options[fill.option % part.options.length] ?? [], fill);
  }
}

function memberOf({ members, isNegated }: { members: string; isNegated: boolean }): string {
  if (!isNegated) return [...members][0] ?? '';
  const set = new RegExp(`[${escapeSet(members)}]`, 'u');
  return ['x', '0', 'A', '_', 'é'].find((one) => !set.test(one)) ?? 'x';
}

const escapeSet = (members: string) => members.replace(/[\\[\]^]/g, '\\$&');

/** The parts of a pattern; undefined when a set or a brace stays open, or braces stand in braces. */
function parseGlob(glob: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let rest = glob;
  while (rest !== '') {
    const [found, part] = nextPart(rest, parts.length === 0 || glob.at(-rest.length - 1) === '/');
    if (!part) return undefined;
    parts.push(part);
    rest = rest.slice(found.length);
  }
  return parts;
}

/** The first part of a text with what it is written as; no part when it cannot be read. */
function nextPart(text: string, isNewName: boolean): readonly [string, Part | undefined] {
  if (isNewName && text.startsWith('**/')) return ['**/', { type: 'folders' }];
  if (isNewName && text === '**') return ['**', { type: 'everything' }];
  const stars = /^\*+/.exec(text)?.[0];
  if (stars) return [stars, { type: 'any' }];
  if (text.startsWith('?')) return ['?', { type: 'one' }];
  const [set, negation = '', members = ''] = /^\[([!^]?)([^\]/]+)\]/.exec(text) ?? [];
  if (set !== undefined)
    return isRange(members) ? [set, { type: 'set', members, isNegated: negation !== '' }] : [set, undefined];
  const [braces, inside] = /^\{([^{}]*)\}/.exec(text) ?? [];
  if (braces !== undefined && inside !== undefined) {
    const options = inside.split(',').map(parseGlob);
    const read = options.flatMap((option) => (option ? [option] : []));
    return [braces, read.length === options.length ? { type: 'either', options: read } : undefined];
  }
  const [escaped, character] = /^\\(.)/u.exec(text) ?? [];
  if (escaped !== undefined && character !== undefined) return [escaped, { type: 'text', text: character }];
  const literal = /^[^*?[{}\\\]]+|^\]/.exec(text)?.[0];
  return [literal ?? text, literal === undefined ? undefined : { type: 'text', text: literal }];
}

/** Whether the ranges of a set go upwards, so that a regular expression can be made of it. */
function isRange(members: string): boolean {
  try {
    return Boolean(new RegExp(`[${escapeSet(members)}]`, 'u'));
  } catch {
    return false;
  }
}
