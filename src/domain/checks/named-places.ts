/** A file that a finding names, as it is written there, with the place in it where one is given (from 1). */
export type NamedPlace = { file: string; line: number | undefined; column: number | undefined };

// A whole path at the beginning of a part may have spaces: nothing stands before it.
const atBeginning = /(?:^|; )((?:~|\$CODEX_HOME)?\/[^:;\n]+):(\d+)(?::(\d+))?(?=[:;,)\s]|$)/gm;
const inside = /(?<![^\s(;,"'`])([^\s:;,("'`]+):(\d+)(?::(\d+))?(?=[:;,)\s]|$)/gm;
const withoutPlace =
  /(?<![^\s(;,"'`])([^\s:;,()"'`]+\.(?:toml|md|json|jsonc|ya?ml|rules|sh))(?=[\s;,)"'`.]|$)/gm;

/**
 * The files that a text names: `config.toml:4:1`, `$CODEX_HOME/config.toml:4:1`, and names of configuration files without a
 * place. Whether they exist is not known here, so that more is found than is a file.
 */
export function namedPlaces(text: string): readonly NamedPlace[] {
  const placed = [atBeginning, inside].flatMap((pattern) => matchAll(text, pattern));
  const files = new Set(placed.map(({ file }) => file));
  const bare = matchAll(text, withoutPlace).filter(({ file }) => !files.has(file));
  const found = new Map([...placed, ...bare].map((one) => [`${one.file}:${one.line}:${one.column}`, one]));
  return [...found.values()];
}

function matchAll(text: string, pattern: RegExp): readonly NamedPlace[] {
  const number = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
  return Array.from(text.matchAll(pattern), ([, file = '', line, column]) => ({
    ...{ file: file.trim(), line: number(line), column: number(column) },
  }));
}
