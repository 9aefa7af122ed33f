import { parse } from 'smol-toml';

/** Offsets at which the name and the value of a path begin; the same for an element of an array. */
export type Span = { key: number; value: number };

type Step = string | number;

/**
 * Where each key and value of a TOML text begins, by the JSON of its path. The text must be valid: a
 * parser has read it before, and this only walks it again, since parsers of TOML keep no positions.
 */
export function spansOf(text: string): ReadonlyMap<string, Span> {
  return new Walker(text).walk();
}

/** Line and column of an offset, 1-based; columns count UTF-16 units as editors do. */
export function spotOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const quotes = ['"""', "'''", '"', "'"] as const;

class Walker {
  readonly #text: string;
  readonly #spans = new Map<string, Span>();
  /** How many tables an array of tables has so far, by the JSON of its path. */
  readonly #tables = new Map<string, number>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  walk(): ReadonlyMap<string, Span> {
    let table: readonly Step[] = [];
    for (this.#skipBlank(); this.#at < this.#text.length; this.#skipBlank()) {
      if (this.#peek('[')) table = this.#header();
      else this.#pair(table);
    }
    return this.#spans;
  }

  /** `[a.b]` or `[[a.b]]`; returns the path of the table that begins. */
  #header(): readonly Step[] {
    const start = this.#at;
    const isArray = this.#peek('[[');
    this.#at += isArray ? 2 : 1;
    const keys = this.#keys();
    this.#at += isArray ? 2 : 1;
    let path: readonly Step[] = [];
    for (const [index, { name, at }] of keys.entries()) {
      path = [...path, name];
      const last = index === keys.length - 1;
      this.#note(path, { key: at, value: last ? start : at });
      const id = JSON.stringify(path);
      const count = this.#tables.get(id) ?? 0;
      if (isArray && last) {
        this.#tables.set(id, count + 1);
        path = [...path, count];
        this.#note(path, { key: start, value: start });
      } else if (count > 0) path = [...path, count - 1];
    }
    return path;
  }

  /** `a.b = value` inside of a table. */
  #pair(table: readonly Step[]): void {
    const keys = this.#keys();
    this.#at += '='.length;
    this.#skipBlank();
    const value = this.#at;
    let path = table;
    for (const { name, at } of keys) {
      path = [...path, name];
      this.#note(path, { key: at, value });
    }
    this.#value(path);
  }

  /** A dotted key; stops at what ends it. */
  #keys(): readonly { name: string; at: number }[] {
    const keys: { name: string; at: number }[] = [];
    for (;;) {
      this.#skipBlank();
      const at = this.#at;
      keys.push({ name: this.#key(), at });
      this.#skipBlank();
      if (!this.#peek('.')) return keys;
      this.#at++;
    }
  }

  #key(): string {
    const start = this.#at;
    if (!this.#peek('"') && !this.#peek("'")) {
      this.#skipWhile(/[A-Za-z0-9_-]/y);
      return this.#text.slice(start, this.#at);
    }
    this.#string();
    const decoded = parse(`key = ${this.#text.slice(start, this.#at)}`).key;
    return typeof decoded === 'string' ? decoded : '';
  }

  #value(path: readonly Step[]): void {
    if (this.#peek('[')) this.#list(']', (index) => this.#element([...path, index]));
    else if (this.#peek('{')) this.#list('}', () => this.#pair(path));
    else if (this.#peek('"') || this.#peek("'")) this.#string();
    else this.#skipWhile(/[^,\]}#\r\n]/y);
  }

  #element(path: readonly Step[]): void {
    this.#note(path, { key: this.#at, value: this.#at });
    this.#value(path);
  }

  /** The values between brackets, separated by commas, a last one allowed. */
  #list(end: ']' | '}', item: (index: number) => void): void {
    this.#at++;
    for (let index = 0; ; index++) {
      this.#skipBlank();
      if (this.#peek(end)) break;
      item(index);
      this.#skipBlank();
      if (this.#peek(',')) this.#at++;
    }
    this.#at++;
  }

  #string(): void {
    const quote = quotes.find((one) => this.#peek(one)) ?? '"';
    this.#at += quote.length;
    while (this.#at < this.#text.length && !this.#peek(quote)) {
      this.#at += quote.startsWith('"') && this.#peek('\\') ? 2 : 1;
    }
    this.#at += quote.length;
    // A long string may end in quotes of its own: they are before the three that close it.
    if (quote.length === 3) while (this.#peek(quote.charAt(0))) this.#at++;
  }

  #note(path: readonly Step[], span: Span): void {
    const id = JSON.stringify(path);
    if (!this.#spans.has(id)) this.#spans.set(id, span);
  }

  #peek(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #skipWhile(one: RegExp): void {
    for (; this.#at < this.#text.length; this.#at++) {
      one.lastIndex = this.#at;
      if (!one.test(this.#text)) return;
    }
  }

  /** White space, line ends, a byte order mark and comments. */
  #skipBlank(): void {
    for (;;) {
      this.#skipWhile(/[\s\ufeff]/y);
      if (!this.#peek('#')) return;
      this.#skipWhile(/[^\n]/y);
    }
  }
}
