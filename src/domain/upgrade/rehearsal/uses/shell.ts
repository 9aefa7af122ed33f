import { startsCodex, usesOfCall, type Word } from './call.ts';
import { addAll, type Found } from './found.ts';

/** A word with the part of the text that it was quoted from, when it was quoted as a whole. */
type ShellWord = Word & { quoted?: { from: number; to: number } };

/** Commands whose words are data: what they name is not run. */
const says = new Set([
  ...[
    'echo',
    'printf',
    'log',
    'info',
    'warn',
    'error',
    'die',
    'fail',
    'grep',
    'egrep',
    'fgrep',
    'rg',
    'git',
    'sed',
  ],
  ...[
    'awk',
    'cd',
    'ls',
    'cat',
    'rm',
    'cp',
    'mv',
    'mkdir',
    'touch',
    'which',
    'type',
    'hash',
    'find',
    'test',
    '[',
    '[[',
  ],
]);

const shells = /^(?:.*\/)?(?:(?:ba|z|da|fi|k)?sh|ssh|su|eval|tmux|screen|watch|pwsh|powershell|cmd)$/;

/** Words before a command that are none themselves. */
const before = new Set([
  ...[
    'if',
    'then',
    'elif',
    'else',
    'while',
    'until',
    'do',
    '!',
    '{',
    'time',
    'exec',
    'command',
    'sudo',
    'nohup',
  ],
  ...['env', 'nice', 'builtin', 'RUN', 'CMD', 'ENTRYPOINT', 'run:'],
]);

const deepest = 8;

/** What the calls of the CLI in a shell script use; offsets are of the whole text. */
export function findInShell(text: string, from = 0, to = text.length, depth = 0): readonly Found[] {
  const found: Found[] = [];
  // Another shell inside a shell, as deep as anybody writes.
  if (depth > deepest) return found;
  const inner = (start: number, end: number) => addAll(found, findInShell(text, start, end, depth + 1));
  let words: ShellWord[] = [];
  let word:
    | { text: string; offset: number; isFixed: boolean; quotes: { from: number; to: number }[] }
    | undefined;
  let skipsNext = false;
  let open = 0;
  const documents: { end: string; isShell: boolean }[] = [];

  const endWord = () => {
    if (!word) return;
    const { quotes, ...rest } = word;
    const [only] = quotes;
    const isWhole =
      quotes.length === 1 && only !== undefined && rest.text.endsWith(text.slice(only.from, only.to));
    if (!skipsNext) words.push(isWhole ? { ...rest, quoted: only } : rest);
    skipsNext = false;
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    addAll(found, usesOfCommand(words, text, inner));
    words = [];
  };
  const add = (at: number, part: string, isFixed = true) => {
    word ??= { text: '', offset: at, isFixed: true, quotes: [] };
    word.text += part;
    word.isFixed &&= isFixed;
  };

  let at = from;
  while (at < to) {
    const char = text[at] as string;
    if (char === '\\') {
      const next = text[at + 1] ?? '';
      const isBreak = /^\r?\n/.test(text.slice(at + 1, at + 3));
      if (isBreak) endWord();
      else add(at, next);
      at += isBreak && next === '\r' ? 3 : 2;
    } else if (char === "'" || char === '"') {
      const end = endOfQuote(text, at, to);
      if (end === undefined) {
        add(at, char);
        at += 1;
        continue;
      }
      const value = text.slice(at + 1, end);
      const hasVariable = char === '"' && /[$`]/.test(value);
      add(at, value, !hasVariable);
      word?.quotes.push({ from: at + 1, to: end });
      if (hasVariable) findInSubstitutions(text, at + 1, end, inner);
      at = end + 1;
    } else if (char === '#' && word === undefined) {
      at = endOfLine(text, at, to);
    } else if (char === '\n') {
      endCommand();
      at += 1;
      for (const { end, isShell } of documents.splice(0)) {
        const close = open < mostOpen ? endOfDocument(text, at, to, end) : undefined;
        if (!close) {
          open += 1;
          continue;
        }
        if (isShell) inner(at, close.body);
        at = close.after;
      }
    } else if (char === ' ' || char === '\t' || char === '\r') {
      endWord();
      at += 1;
    } else if (char === '<' || char === '>') {
      // A digit right before it is the descriptor.
      if (word && /^\d$/.test(word.text)) word = undefined;
      endWord();
      const here = /^<<-?\s*(["']?)([A-Za-z_]\w*)\1/.exec(text.slice(at, at + 80));
      if (here) {
        documents.push({ end: here[2] ?? '', isShell: shells.test(words[0]?.text ?? '') });
        at += here[0].length;
      } else if (text[at + 1] === '(') {
        endCommand();
        at += 2;
      } else {
        const operator = /^[<>]+[&|]?(?:\d|-(?=\s))?/.exec(text.slice(at, at + 6))?.[0] ?? char;
        skipsNext = !/\d$/.test(operator);
        at += operator.length;
      }
    } else if (char === '$' && text[at + 1] === '(') {
      // The words of the outer command go on after the inner one.
      const end = endOfParenthesis(text, at + 2, to);
      inner(at + 2, end);
      add(at, '$', false);
      at = end + 1;
    } else if (char === '`') {
      const end = text.indexOf('`', at + 1);
      if (end >= 0 && end < to) {
        inner(at + 1, end);
        add(at, '$', false);
      }
      at = end >= 0 && end < to ? end + 1 : at + 1;
    } else if (';|&()'.includes(char)) {
      endCommand();
      at += 1;
    } else {
      add(at, char, char !== '$');
      at += 1;
    }
  }
  endCommand();
  return found;
}

function usesOfCommand(
  words: readonly ShellWord[],
  text: string,
  inner: (from: number, to: number) => void,
): readonly Found[] {
  const start = words.findIndex(
    ({ text: one }) => !before.has(one) && !/^@?-?$/.test(one) && !/^\w+=/.test(one),
  );
  const head = words[start]?.text.replace(/^[@-]+(?=\w)/, '') ?? '';
  const isData = says.has(head.slice(head.lastIndexOf('/') + 1));
  const at = isData
    ? -1
    : words.findIndex(({ text: one }, index) => startsCodex(index === start ? head : one));
  const runs = shells.test(head);
  for (const [index, word] of words.entries()) {
    if (!word.quoted || (at >= 0 && index > at)) continue;
    const isAssigned = /^\w+=codex\s/.test(word.text);
    const isScript = runs || /^-\w*c$/.test(words[index - 1]?.text ?? '');
    if (!isData && (isAssigned || isScript || /^codex\s/.test(word.text)))
      inner(word.quoted.from, word.quoted.to);
  }
  if (at < 0) return [];
  return usesOfCall(words.slice(at + 1).map((word) => (word.quoted ? unquoted(word, text) : word)));
}

/** A quoted word is a prompt, unless it could have been written without quotes. */
function unquoted(word: ShellWord, text: string): Word {
  const { from, to } = word.quoted ?? { from: 0, to: 0 };
  return { ...word, isFixed: word.isFixed && !/\s/.test(text.slice(from, to)) };
}

/** The index of the closing quote; undefined for an apostrophe. */
function endOfQuote(text: string, at: number, to: number): number | undefined {
  const quote = text[at] as string;
  for (let end = at + 1; end < to; end++) {
    if (text[end] === quote) return end;
    if (quote === '"' && text[end] === '\\') end += 1;
  }
  return undefined;
}

function findInSubstitutions(
  text: string,
  from: number,
  to: number,
  inner: (from: number, to: number) => void,
): void {
  for (let at = text.indexOf('$(', from); at >= 0 && at < to; at = text.indexOf('$(', at)) {
    const end = endOfParenthesis(text, at + 2, to);
    inner(at + 2, end);
    at = end;
  }
}

function endOfParenthesis(text: string, from: number, to: number): number {
  let open = 1;
  for (let at = from; at < to; at++) {
    if (text[at] === '(') open += 1;
    if (text[at] === ')') open -= 1;
    if (open === 0) return at;
  }
  return to;
}

function endOfLine(text: string, at: number, to: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 || end > to ? to : end;
}

/** Documents without an end, such as a shift of bits, after which none is looked for: each costs a whole reading. */
const mostOpen = 20;

function endOfDocument(
  text: string,
  from: number,
  to: number,
  word: string,
): { body: number; after: number } | undefined {
  for (let at = from; at < to; ) {
    const end = endOfLine(text, at, to);
    if (text.slice(at, end).trim() === word) return { body: at, after: end };
    at = end + 1;
  }
  return undefined;
}
