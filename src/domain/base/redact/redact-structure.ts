/** A value that its place in a document marks as secret: where its text starts and ends, and what names it. */
type HiddenValue = { start: number; end: number; name: string; bare: boolean };

const mark = '[redacted]';

// Tables and lists whose values configure programs and requests: tokens, cookies and passwords are in them.
const hidingNames =
  'env|headers|http_?headers|env_?http_?headers|query_?params|args|set|notify|(?:experimental_?)?bearer_?token';
const hidingKey = new RegExp(`(?:(?<=\\\\[nrt])|(?<![\\w-]))(?:${hidingNames})(?![\\w-])`, 'gi');
const moreOfKey = /(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')){0,8}[ \t]*=[ \t]*/y;
const endOfHeader = /(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')){0,8}[ \t]*\]+[ \t]*(?:#[^\n\\]*)?/y;
const separator = /\s*(?::|=)\s*(?:Some\(\s*)?/y;
const headerStart = /(?:^|\n|\\n)[ \t]*\[+[^\]=\n]{0,200}$/;
const lineOfTable =
  /(?:\s|\\+[nrt]|#[^\n\\]*(?=\n|\\|$))*(?:[\w-]+|\\*"[^"\n]*"|'[^'\n]*')(?:\.[\w-]+){0,8}[ \t]*=[ \t]*/y;
const quote = /\\*["']/y;
const number = /[-+]?\d[\w.:+-]*/y;

const wholeName = new RegExp(`^(?:${hidingNames})$`, 'i');

/** True for the name of a table or a list whose values are secret, such as `env`. */
export function hidesValues(name: string): boolean {
  return wholeName.test(name);
}

/**
 * Replaces every value under `env`, headers, query parameters and arguments, in JSON, TOML and what
 * programs print of them. The text need not be a whole document: a log line, a file that was cut and a
 * document inside of a string are read as far as they go. Idempotent, linear in the length of the text.
 */
export function redactStructure(text: string): string {
  let redacted = '';
  let done = 0;
  for (const { start, end, bare } of hiddenValues(text)) {
    redacted += `${text.slice(done, start)}${bare ? `"${mark}"` : mark}`;
    done = end;
  }
  return redacted + text.slice(done);
}

const tellingName = /token|secret|passw|pwd|key|auth|cookie|credential|session|signature|\bpat\b/i;
const commonplace =
  /^(?:[~./]|-{1,2}[\w-]+$|@?[\w.-]+\/[\w.-]+(?:@[\w.-]+)?$|[\w-]+@[\d.]+$|https?:\/\/[^?@]*$|\$)/;

/**
 * The values of a configuration that must not appear anywhere in what its programs print: what stands
 * under a telling name, and what looks like no word, path or package.
 */
export function secretsIn(text: string): readonly string[] {
  const found = hiddenValues(text).flatMap(({ start, end, name }) => {
    const raw = text.slice(start, end);
    const value = raw.startsWith('-') ? raw.split('=').slice(1).join('=') || raw : raw;
    const told = tellingName.test(raw.startsWith('-') ? raw : name) && value.length >= 4;
    const odd = value.length >= 8 && (/\d/.test(value) || value.length >= 20);
    return (told || odd) && !commonplace.test(value) ? [value, unescaped(value)] : [];
  });
  return [...new Set(found)];
}

function unescaped(value: string): string {
  try {
    return String(JSON.parse(`"${value}"`));
  } catch {
    return value;
  }
}

function hiddenValues(text: string): readonly HiddenValue[] {
  const found: HiddenValue[] = [];
  let done = 0;
  for (const match of text.matchAll(hidingKey)) {
    if (match.index < done) continue;
    const name = match[0].toLowerCase();
    const read = readAfterKey(text, { start: match.index, end: match.index + name.length, name });
    if (!read) continue;
    for (const value of read.values) found.push(value);
    done = read.end;
  }
  return found;
}

type Read = { values: readonly HiddenValue[]; end: number };

function readAfterKey(text: string, key: { start: number; end: number; name: string }): Read | undefined {
  const delimiter = delimiterBefore(text, key.start);
  if (delimiter !== '') {
    if (!text.startsWith(delimiter, key.end)) return undefined;
    const at = endOfMatch(separator, text, key.end + delimiter.length);
    return at === undefined ? undefined : readValue(text, at, key.name);
  }
  const table = endOfMatch(endOfHeader, text, key.end);
  if (table !== undefined && headerStart.test(text.slice(Math.max(0, key.start - 250), key.start)))
    return readTable(text, table);
  const at = endOfMatch(moreOfKey, text, key.end) ?? endOfMatch(separator, text, key.end);
  return at === undefined ? undefined : readValue(text, at, key.name);
}

/** The quote that opens a key, with the backslashes that it has inside of another string; empty for a bare key. */
function delimiterBefore(text: string, keyStart: number): string {
  const last = text[keyStart - 1];
  if (last !== '"' && last !== "'") return '';
  return `${'\\'.repeat(backslashesBefore(text, keyStart - 1))}${last}`;
}

function readTable(text: string, from: number): Read {
  const values: HiddenValue[] = [];
  let end = from;
  for (;;) {
    lineOfTable.lastIndex = end;
    const line = lineOfTable.exec(text);
    if (!line) return { values, end };
    const read = readValue(text, end + line[0].length, nameIn(line[0]));
    if (!read) return { values, end };
    for (const value of read.values) values.push(value);
    end = Math.max(read.end, end + line[0].length);
  }
}

const nameIn = (line: string) => line.replace(/[\s=\\"']/g, '');

function readValue(text: string, at: number, name: string): Read | undefined {
  const opening = text[at];
  if (opening === '{' || opening === '[') return readContainer(text, at, name);
  if (name === 'set') return undefined;
  return readScalar(text, at, name);
}

function readScalar(text: string, at: number, name: string): Read | undefined {
  const one = matched(quote, text, at);
  if (one !== undefined) {
    const delimiter = text.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
    const start = at + delimiter.length;
    const end = endOfString(text, { start, one, delimiter });
    return {
      values: [{ start, end, name, bare: false }],
      end: Math.min(text.length, end + delimiter.length),
    };
  }
  const digits = matched(number, text, at);
  if (digits === undefined) return undefined;
  const end = at + digits.length;
  return { values: [{ start: at, end, name, bare: true }], end };
}

function readContainer(text: string, from: number, name: string): Read {
  const values: HiddenValue[] = [];
  let depth = 0;
  let latest = name;
  let at = from;
  do {
    const character = text[at];
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    const read =
      character === undefined || /[\w"'\\+-]/.test(character) ? readScalar(text, at, latest) : undefined;
    const bareWord = read ? undefined : matched(/[A-Za-z_][\w.-]*/y, text, at);
    if (bareWord !== undefined) latest = bareWord;
    const end = read?.end ?? at + (bareWord?.length ?? 1);
    if (read) {
      const [value] = read.values;
      const word = value ? text.slice(value.start, value.end) : '';
      if (!/^\s*[:=]/.test(text.slice(end, end + 8))) values.push(...read.values);
      latest = word;
    }
    at = end;
  } while (depth > 0 && at < text.length);
  // The program itself stays to be seen.
  return { values: name === 'notify' ? values.slice(1) : values, end: at };
}

/**
 * Where a string ends. Inside of other strings its quotes have 1, 3, 7 … backslashes, and those of what it
 * quotes itself have more; a string that is cut off ends with its line.
 */
function endOfString(
  text: string,
  { start, one, delimiter }: { start: number; one: string; delimiter: string },
): number {
  const depth = one.length - 1;
  const ending = one.slice(depth);
  const isLiteral = ending === "'" && depth === 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\n' && delimiter === one) return at;
    if (text[at] !== ending) continue;
    const closes = isLiteral || backslashesBefore(text, at, start) % (2 * (depth + 1)) === depth;
    if (closes && text.startsWith(delimiter, at - depth)) return at - depth;
  }
  return text.length;
}

function backslashesBefore(text: string, at: number, from = 0): number {
  let count = 0;
  while (at - count > from && text[at - count - 1] === '\\') count += 1;
  return count;
}

function matched(shape: RegExp, text: string, at: number): string | undefined {
  shape.lastIndex = at;
  return shape.exec(text)?.[0];
}

function endOfMatch(shape: RegExp, text: string, at: number): number | undefined {
  const found = matched(shape, text, at);
  return found === undefined ? undefined : at + found.length;
}
