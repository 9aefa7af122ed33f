import { redact, redactOutput } from '../../../base/redact/redact.ts';
import { secretsIn } from '../../../base/redact/redact-structure.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import type { Use } from '../subject.ts';
import { addAll, type Found } from './found.ts';
import { findInMarkdown } from './markdown.ts';
import { findInData, findInProgram, type Language, readProgram } from './program.ts';
import { findEvents, findInClient, findVariables } from './protocol.ts';
import { findInShell } from './shell.ts';
import { findInToml } from './toml.ts';
import { findInYaml } from './yaml.ts';

type Kind =
  | 'settings'
  | 'requirements'
  | 'rules'
  | 'instructions'
  | 'markdown'
  | 'yaml'
  | 'shell'
  | 'lines'
  | 'data'
  | Language;

const kinds: readonly (readonly [Kind, RegExp])[] = [
  ['requirements', /(?:^|\/)requirements\.toml$/],
  [
    'settings',
    /(?:^|\/)\.?codex\/(?:.*\/)?(?:[^/]+\.)?(?:managed_)?config\.toml$|(?:^|\/)\.codex\/agents\/[^/]+\.toml$/,
  ],
  ['rules', /(?:^|\/)\.?codex\/(?:.*\/)?rules\/[^/]+\.rules$/],
  ['instructions', /(?:^|\/)(?:AGENTS(?:\.override)?|SKILL)\.md$|(?:^|\/)\.codex\/(?!.*plugins\/).*\.md$/],
  ['markdown', /\.(?:md|mdx|markdown)$/],
  ['yaml', /\.ya?ml$/],
  ['shell', /\.(?:sh|bash|zsh|fish|envrc)$|(?:^|\/)\.husky\/[^/]+$/],
  [
    'lines',
    /(?:^|\/)(?:Dockerfile|Containerfile|Makefile|GNUmakefile|justfile|Justfile|Procfile)(?:\.[\w.-]+)?$|\.(?:mk|dockerfile|ps1|cmd|bat)$/,
  ],
  ['data', /\.(?:json|jsonc|json5|toml)$/],
  ['python', /\.(?:py|pyw)$/],
  ['rust', /\.rs$/],
  ['hash', /\.(?:rb|nix|tf|ex|exs|pl)$|(?:^|\/)(?:Brewfile|Vagrantfile|Rakefile)$/],
  [
    'c',
    /\.(?:js|mjs|cjs|jsx|ts|mts|cts|tsx|go|java|kt|kts|swift|cs|php|lua|scala|groovy|dart)$|(?:^|\/)Jenkinsfile(?:\.[\w.-]+)?$/,
  ],
];

/** Files that a package manager writes. */
const generated =
  /(?:^|\/)(?:package-lock|npm-shrinkwrap|composer\.lock|tsconfig.*|.*\.tsbuildinfo)(?:\.json)?$|\.min\.js$/;

/** What kind of file this is, by its path with slashes; one without an ending may be a script. */
export function kindOf(path: string): Kind | 'when a script' | undefined {
  if (generated.test(path)) return undefined;
  const [kind] = kinds.find(([, pattern]) => pattern.test(path)) ?? [];
  return kind ?? (path.slice(path.lastIndexOf('/') + 1).includes('.') ? undefined : 'when a script');
}

/** Whether a file of this kind has to name the CLI to use it. Bytes are looked at before anything is decoded. */
export function hints(kind: Kind | 'when a script'): readonly string[] {
  if (kind === 'settings' || kind === 'requirements' || kind === 'rules' || kind === 'instructions')
    return [];
  return ['codex', 'CODEX', 'thread/', 'turn/', 'turn.completed', 'response_item'];
}

/** A file that is searched. `shown` is what it is called in the answer. */
type SearchedFile = { path: string; shown: string; text: string };

/**
 * Finds the lines of a file that use something of the CLI. It finds more than there is, such as the first word of a prompt
 * as a command: a use counts only when something of that very name differs.
 *
 * @returns a fault when the file is not what its name says
 */
export function findUses({ path, shown, text }: SearchedFile): readonly Use[] | { fault: string } {
  const kind = kindOf(path);
  if (kind === undefined) return [];
  const found = findIn(kind, path, text)?.concat(
    kind === 'instructions' ? [{ kind: 'file', name: shown, offset: 0 }] : [],
  );
  if (!found) return { fault: 'it is not TOML' };
  const lines = new LineIndex(text);
  const secrets = found.length === 0 ? [] : secretsIn(text);
  const uses = new Map<string, Use>();
  const texts = new Map<number, string>();
  for (const { kind: what, name, offset } of found) {
    const { line, column } = lines.spotOf(offset);
    const key = `${what} ${name}\n${line}`;
    if (uses.has(key)) continue;
    const said = texts.get(line) ?? shownLine(lines.textOf(line), secrets);
    texts.set(line, said);
    uses.set(key, { subject: { kind: what, name }, place: { file: shown, line, column }, text: said });
  }
  return [...uses.values()];
}

/** Characters of a line that are kept. */
const longestLine = 200;

/** A line without secrets. Arguments are meant to be seen, and what stands beside an environment or headers is not. */
function shownLine(line: string, secrets: readonly string[]): string {
  const mayHide = /\benv\b|headers|query_?params|bearer/i.test(line);
  return cleanLine(mayHide ? redactOutput(line, secrets) : redact(line, secrets)).slice(0, longestLine);
}

function findIn(kind: Kind | 'when a script', path: string, text: string): readonly Found[] | undefined {
  switch (kind) {
    case 'settings':
      return findInToml(text, 'setting');
    case 'requirements':
      return findInToml(text, 'requirement');
    case 'rules':
      return findInRules(text);
    case 'instructions':
    case 'markdown':
      return findInMarkdown(text, kind === 'instructions');
    case 'yaml':
      return [...findInYaml(text), ...findEvents(text), ...findVariables(withoutHashComments(text))];
    case 'when a script':
      return findIn(languageOfScript(text), path, text);
    case 'shell':
    case 'lines': {
      const code = withoutHashComments(text);
      const calls = kind === 'lines' ? findInLines(text) : findInShell(text);
      return [...calls, ...findEvents(code), ...findVariables(code)];
    }
    case 'data':
      return findInData(text, readProgram(text, path.endsWith('.toml') ? 'hash' : 'c'));
    default: {
      const program = readProgram(text, kind);
      return [
        ...findInProgram(text, program),
        ...findInClient(program.code),
        ...findEvents(program.code),
        ...findVariables(program.code),
      ];
    }
  }
}

/** By the line that says what runs it. */
function languageOfScript(text: string): Kind {
  const [first = ''] = text.slice(0, 200).split('\n');
  if (/python|uv run/.test(first)) return 'python';
  if (/node|deno|bun|tsx/.test(first)) return 'c';
  return /ruby|perl/.test(first) ? 'hash' : 'shell';
}

/** Each line by itself, as far as it does not go on: what is not a script of one language has quotes of its own. */
function findInLines(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const { 0: line, index } of text.matchAll(/(?:[^\n]*[\\`]\r?\n)*[^\n]*(?:\n|$)/g)) {
    if (line === '') break;
    if (!/codex/i.test(line) || /^\s*(?:#|::|rem\b)/i.test(line)) continue;
    const list = /^\s*(?:CMD|ENTRYPOINT|RUN|SHELL)\s+(?:--\S+\s+)*(?=\[)/.exec(line);
    const inLine = list
      ? findInProgram(line, readProgram(line, 'c')).map((one) => ({ ...one, offset: one.offset + index }))
      : findInShell(text, index, index + line.length);
    addAll(found, inLine);
  }
  return found;
}

/** `prefix_rule(pattern=["git", ["status", "diff"]], …)` is the rule `git status|diff`. */
function findInRules(text: string): readonly Found[] {
  const rule = /^[^\S\n]*prefix_rule\(\s*pattern\s*=\s*\[((?:[^[\]]|\[[^[\]]*\]){0,2000})\]/gm;
  return [...text.matchAll(rule)].map(({ 1: pattern = '', index }) => {
    const words = [...pattern.matchAll(/\[([^\]]*)\]|(["'])(.*?)\2/g)].map(({ 1: choices, 3: word = '' }) =>
      choices === undefined
        ? word
        : [...choices.matchAll(/(["'])(.*?)\1/g)].map(({ 2: one }) => one).join('|'),
    );
    return { kind: 'rule', name: words.join(' '), offset: index };
  });
}

const withoutHashComments = (text: string) =>
  text.replace(
    /(^|\s)#[^\n]*/g,
    (comment, before: string) => before + ' '.repeat(comment.length - before.length),
  );

/** Finds the line of an offset without reading the text again for each. */
class LineIndex {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  spotOf(offset: number): { line: number; column: number } {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] as number) + 1 };
  }

  textOf(line: number): string {
    const from = this.#starts[line - 1] ?? 0;
    const end = this.#starts[line];
    // A line of a megabyte is cut before anything reads it.
    return this.#text.slice(from, Math.min(end === undefined ? this.#text.length : end - 1, from + 2000));
  }
}
