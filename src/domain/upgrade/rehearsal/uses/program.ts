import { startsCodex, usesOfCall, type Word } from './call.ts';
import type { Found } from './found.ts';
import { findInShell } from './shell.ts';

/** How comments and texts of a language are written. */
export type Language = 'c' | 'rust' | 'python' | 'hash';

/** A text of a program, without its quotes. */
type Literal = { value: string; from: number; to: number };

/** A program with its comments blanked, so that offsets stay, and its literals in order. */
export type ReadProgram = { code: string; literals: readonly Literal[] };

/** Finds the comments and the literals of a program, without knowing more of its language. */
export function readProgram(text: string, language: Language): ReadProgram {
  const literals: Literal[] = [];
  const parts: string[] = [];
  const isC = language === 'c' || language === 'rust';
  let kept = 0;
  const blank = (from: number, to: number) => {
    parts.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, ' '));
    kept = to;
  };
  const next = isC ? /\/\/|\/\*|["'`]/g : /#|["'`]/g;
  for (let match = next.exec(text); match; match = next.exec(text)) {
    const at = match.index;
    const [mark] = match;
    let end: number;
    if (mark === '//' || mark === '#') {
      const line = text.indexOf('\n', at);
      end = line < 0 ? text.length : line;
      // The // of an address that is in no literal, and a # inside of a word, start no comment.
      if (at > 0 && (mark === '#' ? /\S/ : /:/).test(text[at - 1] as string)) end = at + mark.length;
      else blank(at, end);
    } else if (mark === '/*') {
      const close = text.indexOf('*/', at + 2);
      end = close < 0 ? text.length : close + 2;
      blank(at, end);
    } else if (mark === "'" && language === 'rust') {
      end = at + 1;
    } else {
      const found = endOfLiteral(text, at, language);
      if (found) literals.push({ value: text.slice(found.from, found.to), from: found.from, to: found.to });
      end = found?.after ?? at + 1;
    }
    next.lastIndex = end;
  }
  return { code: [...parts, text.slice(kept)].join(''), literals };
}

function endOfLiteral(
  text: string,
  at: number,
  language: Language,
): { from: number; to: number; after: number } | undefined {
  const quote = text[at] as string;
  if (language === 'python' && text.startsWith(quote.repeat(3), at)) {
    const close = text.indexOf(quote.repeat(3), at + 3);
    const to = close < 0 ? text.length : close;
    return { from: at + 3, to, after: Math.min(text.length, to + 3) };
  }
  for (let to = at + 1; to < text.length; to++) {
    const char = text[to];
    if (char === quote) return { from: at + 1, to, after: to + 1 };
    // Only one kind of literal goes over lines; anything else was no literal.
    if (char === '\n' && quote !== '`') return undefined;
    if (char === '\\') to += 1;
  }
  return undefined;
}

/** What the calls of the CLI in a program use: argument lists and command lines in literals. */
export function findInProgram(text: string, { code, literals }: ReadProgram): readonly Found[] {
  const calls = callsIn(code, literals);
  return [
    ...calls.flatMap(({ words }) => usesOfCall(words)),
    ...commandLinesIn(text, literals),
    ...(calls.some(({ isWhole }) => !isWhole) ? usesAnywhere(literals) : []),
  ];
}

/** The same in data, such as JSON, where nothing is put together. */
export function findInData(text: string, { code, literals }: ReadProgram): readonly Found[] {
  return [
    ...callsIn(code, literals).flatMap(({ words }) => usesOfCall(words)),
    ...commandLinesIn(text, literals),
  ];
}

const callsIn = (code: string, literals: readonly Literal[]) =>
  literals.flatMap((literal, index) => {
    if (!startsCodex(literal.value) || /^\s*:/.test(code.slice(literal.to + 1, literal.to + 9))) return [];
    const call = argumentsAfter(code, literals, index);
    // A name that is kept for later is followed by nothing.
    const isKept = /(?:=|\|\||\?\?|[:,])\s*$/.test(
      code.slice(Math.max(0, literal.from - 20), literal.from - 1),
    );
    return call.words.length > 0 || isKept ? [call] : [];
  });

const commandLinesIn = (text: string, literals: readonly Literal[]) =>
  literals
    .filter(({ value }) =>
      /(?:^|[;&|(]\s*)(?:npx .{0,40})?(?:[^\s;&|(]{0,200}\/)?codex\s/.test(value.slice(0, longestLine)),
    )
    .flatMap(({ from, to }) => findInShell(text, from, to));

/** Characters of a literal that are looked at for a call. */
const longestLine = 20_000;

/** The arguments of a call are put together elsewhere in the file, so any literal may be one. */
function usesAnywhere(literals: readonly Literal[]): readonly Found[] {
  return literals.flatMap(({ value, from }): readonly Found[] => {
    const word = { text: value, offset: from, isFixed: true };
    if (/^--?[a-z][a-z-]*(?:=\S*)?$/.test(value))
      return [...usesOfCall([word]), ...usesOfCall([{ ...word, text: 'exec' }, word])];
    return /^[a-z]+(?:-[a-z]+)+$/.test(value) ? usesOfCall([word]) : [];
  });
}

const longestCall = 4000;
const mostWords = 80;

/**
 * The literals that follow the name of the program in its list or call, in any language. `isWhole` is false when some of
 * them may be in variables, or none follow.
 */
function argumentsAfter(
  code: string,
  literals: readonly Literal[],
  index: number,
): { words: readonly Word[]; isWhole: boolean } {
  const words: Word[] = [];
  let at = (literals[index]?.to ?? 0) + 1;
  const limit = at + longestCall;
  let next = index + 1;
  let depth = 0;
  let isWhole = true;
  const step =
    /\s*(?:(?<sign>,|\+|&|\*|\[\]string\s*\{|vec!|\.\.\.)|(?<open>[[(])|(?<close>[\])])|(?<more>\.args?\b\s*\(?)|(?<list>args|arguments|Args|argv)\s*[:=]|(?<quote>["'`])|(?<name>[A-Za-z_$][\w$.]*(?:\(\))?)(?!\s*[:=]))/y;
  while (at < limit && words.length < mostWords) {
    step.lastIndex = at;
    const found = step.exec(code);
    if (!found?.groups) break;
    const { sign, open, close, more, list, quote, name } = found.groups;
    at = step.lastIndex;
    if (open !== undefined) depth += 1;
    else if (more !== undefined) depth = Math.max(0, depth) + (more.endsWith('(') ? 1 : 0);
    else if (close !== undefined) depth -= 1;
    else if (sign !== undefined || list !== undefined) {
      // A further argument of the call around a list is none of the program.
      if (depth < 0 && sign !== '+' && list === undefined) break;
    } else if (quote !== undefined) {
      while ((literals[next]?.from ?? limit) < at) next += 1;
      const literal = literals[next];
      if (!literal || literal.from !== at) break;
      at = literal.to + 1;
      if (/^\s*:/.test(code.slice(at, at + 3))) {
        if (literal.value !== 'args') break;
        at = code.indexOf(':', at) + 1;
      } else words.push({ text: literal.value, offset: literal.from, isFixed: !/[${]/.test(literal.value) });
    } else if (name !== undefined) {
      if (depth < 0 && words.length > 0) break;
      isWhole = false;
      words.push({ text: '$', offset: at, isFixed: false });
    }
  }
  return { words, isWhole: isWhole && words.length > 0 };
}
