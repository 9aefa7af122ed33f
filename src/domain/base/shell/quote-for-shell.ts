import { cleanLine } from '../text/clean.ts';

/** A text as one word of a POSIX shell. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A text in a command that people copy: as it is where a shell takes it as one word, else quoted; one line. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : quoteForShell(cleanLine(text));
}
