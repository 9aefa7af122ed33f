/**
 * Splits a command as EDITOR has it into its words, as a shell would do with quotes and backslashes, and
 * with nothing else of a shell: no variables, no globs, no pipes.
 *
 * @returns undefined when a quote is left open
 */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  const word = /\s*((?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+)/y;
  const trimmed = text.trim();
  while (word.lastIndex < trimmed.length) {
    const match = word.exec(trimmed);
    if (!match) return undefined;
    words.push(unquote(match[1] ?? ''));
  }
  return words;
}

function unquote(word: string): string {
  return word.replace(/"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\\([\s\S])/g, (_, double, single, escaped) =>
    double === undefined ? (single ?? escaped) : double.replace(/\\(["\\$`])/g, '$1'),
  );
}
