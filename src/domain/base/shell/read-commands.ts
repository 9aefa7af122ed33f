/** A word of a shell, with quotes and backslashes taken away and variables as they are written. */
export type ShellWord = {
  text: string;
  /** As it is written, with its quotes. */
  raw: string;
  /** Where it begins in the script. */
  offset: number;
};

/** A simple command of a script. */
export type ShellCommand = {
  words: readonly ShellWord[];
  offset: number;
  /** Whether what it prints goes to another command. */
  isPiped: boolean;
  /** The files that it writes (`>`), and that it reads (`<`). */
  writes: readonly ShellWord[];
  reads: readonly ShellWord[];
  /** What it is given on standard input by `<<` and `<<<`. `isExpanded`: variables in it are replaced. */
  given: readonly { text: string; offset: number; isExpanded: boolean }[];
};

/** Levels of `$( )` that are looked into. */
const mostLevels = 8;

/**
 * Reads a script of a POSIX shell or bash as its simple commands, in the order in which they are written; those of
 * `$( )` stand before the command around them. Comments are left out, an open quote ends with the script, and
 * `${{ }}` of a workflow is a part of a word.
 */
export function readCommands(script: string): readonly ShellCommand[] {
  return new Reader(script, 0, 0).read();
}

type Waiting = { end: string; tabs: boolean; isExpanded: boolean; into: { given: Given[] } };
type Given = ShellCommand['given'][number];

const isBlank = (character: string | undefined) =>
  character === ' ' || character === '\t' || character === '\r';

/** Words that come before a command and are none themselves. */
const keywords = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', 'time']);

class Reader {
  readonly #script: string;
  readonly #base: number;
  readonly #level: number;
  readonly #commands: ShellCommand[] = [];
  readonly #waiting: Waiting[] = [];
  #at = 0;
  #words: ShellWord[] = [];
  #writes: ShellWord[] = [];
  #reads: ShellWord[] = [];
  #into: { given: Given[] } = { given: [] };

  constructor(script: string, base: number, level: number) {
    this.#script = script;
    this.#base = base;
    this.#level = level;
  }

  read(): readonly ShellCommand[] {
    while (this.#at < this.#script.length) this.#step();
    this.#end(false);
    return this.#commands;
  }

  #step(): void {
    const character = this.#script[this.#at] as string;
    const two = this.#script.slice(this.#at, this.#at + 2);
    if (isBlank(character)) this.#at += 1;
    else if (/^\\\r?\n/.test(this.#script.slice(this.#at, this.#at + 3)))
      this.#at = this.#script.indexOf('\n', this.#at) + 1;
    else if (character === '\n') {
      this.#end(false);
      this.#at += 1;
      this.#readWaiting();
    } else if (character === '#') {
      const end = this.#script.indexOf('\n', this.#at);
      this.#at = end === -1 ? this.#script.length : end;
    } else if (two === '<(' || two === '>(') this.#words.push(this.#word());
    else if (/^(?:\d*|&)[<>]/.test(this.#script.slice(this.#at, this.#at + 4))) this.#redirect();
    else if (two === '||' || two === '&&' || two === ';;' || two === '|&') {
      this.#end(two === '|&');
      this.#at += 2;
    } else if (';&|()'.includes(character)) {
      this.#end(character === '|');
      this.#at += 1;
    } else this.#words.push(this.#word());
  }

  #end(isPiped: boolean): void {
    let words = this.#words;
    while (words[0] !== undefined && keywords.has(words[0].raw)) words = words.slice(1);
    const [first] = words;
    if (first !== undefined || this.#writes.length > 0) {
      const { given } = this.#into;
      const offset = first?.offset ?? this.#writes[0]?.offset ?? 0;
      this.#commands.push({ words, offset, isPiped, writes: this.#writes, reads: this.#reads, given });
    }
    this.#words = [];
    this.#writes = [];
    this.#reads = [];
    this.#into = { given: [] };
  }

  #redirect(): void {
    const operator =
      /^(?:\d*|&)(?:<<<|<<-?|<>|<&|>>|>&|>\||<|>)/.exec(this.#script.slice(this.#at, this.#at + 8))?.[0] ??
      '>';
    this.#at += operator.length;
    while (isBlank(this.#script[this.#at])) this.#at += 1;
    if (this.#at >= this.#script.length || this.#script[this.#at] === '\n') return;
    const word = this.#word();
    const kind = operator.replace(/^(?:\d+|&)/, '');
    if (kind === '<<<')
      this.#into.given.push({ text: word.text, offset: word.offset, isExpanded: !/^'/.test(word.raw) });
    else if (kind.startsWith('<<'))
      this.#waiting.push({
        end: word.text,
        tabs: kind === '<<-',
        isExpanded: !/['"\\]/.test(word.raw),
        into: this.#into,
      });
    else if (kind === '<') this.#reads.push(word);
    else if (!/^(?:\d|-)$/.test(word.text)) this.#writes.push(word);
  }

  /** The texts of `<<` begin on the line after the command. */
  #readWaiting(): void {
    for (const { end, tabs, isExpanded, into } of this.#waiting.splice(0)) {
      const begin = this.#at;
      let close = this.#script.length;
      let next = this.#script.length;
      for (let line = begin; line < this.#script.length; ) {
        const newline = this.#script.indexOf('\n', line);
        const lineEnd = newline === -1 ? this.#script.length : newline;
        const text = this.#script.slice(line, lineEnd).replace(/\r$/, '');
        if ((tabs ? text.replace(/^\t+/, '') : text) === end) {
          close = line;
          next = Math.min(this.#script.length, lineEnd + 1);
          break;
        }
        line = lineEnd + 1;
      }
      into.given.push({ text: this.#script.slice(begin, close), offset: this.#base + begin, isExpanded });
      this.#at = next;
    }
  }

  #word(): ShellWord {
    const begin = this.#at;
    let text = '';
    while (this.#at < this.#script.length) {
      const character = this.#script[this.#at] as string;
      const rest = this.#script.slice(this.#at, this.#at + 3);
      if (rest === '${{') text += this.#until('}}');
      else if (rest.startsWith('${')) text += this.#until('}');
      else if (rest.startsWith('$(') || /^[<>]\(/.test(rest)) text += this.#substitution();
      else if (character === '`') text += this.#backticks();
      else if (character === "'") text += this.#single();
      else if (character === '"') text += this.#double();
      else if (character === '\\') {
        if (/^\\\r?\n/.test(rest)) this.#at = this.#script.indexOf('\n', this.#at) + 1;
        else {
          text += this.#script[this.#at + 1] ?? '';
          this.#at += 2;
        }
      } else if (isBlank(character) || '\n;&|()<>'.includes(character)) break;
      else {
        text += character;
        this.#at += 1;
      }
    }
    // A character that begins no word is left alone, so that reading goes on behind it.
    if (this.#at === begin) this.#at += 1;
    return { text, raw: this.#script.slice(begin, this.#at), offset: this.#base + begin };
  }

  #until(end: string): string {
    const begin = this.#at;
    const close = this.#script.indexOf(end, begin + 2);
    this.#at = close === -1 ? this.#script.length : close + end.length;
    return this.#script.slice(begin, this.#at);
  }

  #single(): string {
    const close = this.#script.indexOf("'", this.#at + 1);
    const end = close === -1 ? this.#script.length : close;
    const text = this.#script.slice(this.#at + 1, end);
    this.#at = end + 1;
    return text;
  }

  #double(): string {
    this.#at += 1;
    let text = '';
    while (this.#at < this.#script.length && this.#script[this.#at] !== '"') {
      const character = this.#script[this.#at] as string;
      const rest = this.#script.slice(this.#at, this.#at + 3);
      if (rest === '${{') text += this.#until('}}');
      else if (rest.startsWith('$(')) text += this.#substitution();
      else if (character === '`') text += this.#backticks();
      else if (character === '\\' && /["\\$`\n]/.test(rest[1] ?? '')) {
        if (rest[1] !== '\n') text += rest[1];
        this.#at += 2;
      } else {
        text += character;
        this.#at += 1;
      }
    }
    this.#at += 1;
    return text;
  }

  /** `$( )` and `<( )`: what is in it is read as commands of their own. */
  #substitution(): string {
    const begin = this.#at;
    const close = this.#closing(begin + 2);
    this.#look(begin + 2, close);
    this.#at = Math.min(this.#script.length, close + 1);
    return this.#script.slice(begin, this.#at);
  }

  #backticks(): string {
    const begin = this.#at;
    const close = this.#script.indexOf('`', begin + 1);
    const end = close === -1 ? this.#script.length : close;
    this.#look(begin + 1, end);
    this.#at = Math.min(this.#script.length, end + 1);
    return this.#script.slice(begin, this.#at);
  }

  #look(begin: number, end: number): void {
    if (this.#level >= mostLevels) return;
    const inner = new Reader(this.#script.slice(begin, end), this.#base + begin, this.#level + 1);
    this.#commands.push(...inner.read());
  }

  /** The parenthesis that closes, quotes and inner ones left out. */
  #closing(from: number): number {
    let open = 1;
    for (let at = from; at < this.#script.length; at += 1) {
      const character = this.#script[at];
      if (character === '\\') at += 1;
      else if (character === "'" || character === '"') {
        const close = this.#closingQuote(at);
        at = close;
      } else if (character === '(') open += 1;
      else if (character === ')') {
        open -= 1;
        if (open === 0) return at;
      }
    }
    return this.#script.length;
  }

  #closingQuote(from: number): number {
    const quote = this.#script[from];
    for (let at = from + 1; at < this.#script.length; at += 1) {
      if (quote === '"' && this.#script[at] === '\\') at += 1;
      else if (this.#script[at] === quote) return at;
    }
    return this.#script.length;
  }
}
