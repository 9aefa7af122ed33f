import { createHash } from 'node:crypto';
import * as z from 'zod';
import { redact } from '../../base/redact/redact.ts';
import { clean, cleanLine } from '../../base/text/clean.ts';
import { safeName } from '../manifest/name.ts';
import type { Hook, Server } from './plugin-contents.ts';
import { hashTree, type TreeEntry } from './plugin-tree.ts';

/** One thing that a definition says, such as its matcher, a variable, or the digest of a file that it runs. */
const field = () => z.strictObject({ name: z.string(), value: z.string() });

/** All of what a hook or a server is: what is shown before it is acknowledged, and the digest of that. */
export const definitionSchema = () =>
  z.strictObject({
    /** The command line or the address, short enough for a list. */
    command: z.string(),
    fields: z.array(field()),
    /** SHA-256 of the fields; empty where an older record kept the command alone. */
    sha256: z.string(),
  });

export type Definition = z.output<ReturnType<typeof definitionSchema>>;
type Field = z.output<ReturnType<typeof field>>;

/** Most characters of one value that are kept; the digest behind a longer one covers the rest. */
const longestValue = 4000;

/** The plugin that a hook or a server belongs to. */
type Owner = { plugin: string; entries: readonly TreeEntry[] };

/** What a hook is, with the digests of the files of the plugin that its command names. */
export function defineHook(hook: Hook, owner: Owner): Definition {
  const { type: _, command: __, timeout: ___, ...rest } = hook.given;
  return define(hook.command, [
    { name: 'command', value: shown(hook.command) },
    ...(hook.matcher === null ? [] : [{ name: 'matcher', value: shown(hook.matcher) }]),
    { name: 'timeout', value: `${hook.timeout} s` },
    { name: 'declared in', value: shown(hook.file) },
    ...others(rest, ['async', 'statusMessage', 'commandWindows']),
    ...filesRun([hook.command, ...textsIn(rest.commandWindows)].map(wordsOf), { cwd: '', owner }),
  ]);
}

// Values may be secrets; the rest is what an approval is about.
const hidden = ['env', 'http_headers'];
const open = [
  'env_vars',
  'env_http_headers',
  'bearer_token_env_var',
  'enabled',
  'required',
  'startup_timeout_sec',
  'startup_timeout_ms',
  'tool_timeout_sec',
  'enabled_tools',
  'disabled_tools',
  'default_tools_approval_mode',
  'supports_parallel_tool_calls',
  'scopes',
  'tools',
];

/** What a server is. Of variables and headers the names and digests, never the values. */
export function defineServer({ name, given }: Server, owner: Owner): Definition {
  const { command, url, args, cwd, ...rest } = given;
  const line = [String(command ?? url ?? ''), ...textsIn(args)];
  const folder = typeof cwd === 'string' ? cwd : undefined;
  const secrets = hidden.flatMap((key) =>
    Object.entries(z.record(z.string(), z.string()).safeParse(rest[key]).data ?? {}).map(
      ([variable, value]) => ({
        name: `${key === 'env' ? 'env' : 'header'} ${safeName(variable)}`,
        // The place is part of what is hashed, so that one value in two places is not seen to be the same.
        value: `hidden, sha256 ${digest([owner.plugin, name, key, variable, value]).slice(0, 32)}`,
      }),
    ),
  );
  return define(line.join(' '), [
    { name: url === undefined || url === null ? 'command' : 'url', value: shown(line[0] ?? '') },
    ...line.slice(1).map((value, n) => ({ name: `argument ${n + 1}`, value: shown(value) })),
    ...(folder === undefined ? [] : [{ name: 'cwd', value: shown(folder) }]),
    ...secrets,
    ...others(Object.fromEntries(Object.entries(rest).filter(([key]) => !hidden.includes(key))), open),
    ...(typeof command === 'string' ? filesRun([line.map(plainWord)], { cwd: folder ?? '', owner }) : []),
  ]);
}

function define(line: string, fields: readonly Field[]): Definition {
  return {
    command: safeName(redact(line)),
    fields: [...fields],
    sha256: digest(fields.flatMap(({ name, value }) => [name, value])),
  };
}

/** The rest of what is written: known members as they are, others by their digest. */
function others(given: Readonly<Record<string, unknown>>, shownKeys: readonly string[]): Field[] {
  return Object.entries(given)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return {
        name: safeName(key),
        value: shownKeys.includes(key) ? shown(text) : `not shown, sha256 ${digest([text]).slice(0, 32)}`,
      };
    });
}

/** A value of a definition as it is written in the plugin; undefined where it is not there or not shown exactly. */
export function exactValue({ fields }: Definition, name: string): string | undefined {
  const value = fields.find((one) => one.name === name)?.value;
  return value === undefined || / \(sha256 [0-9a-f]{32}\)$/.test(value) ? undefined : value;
}

/** A text in full, safe for a terminal and without secrets; where that is not all of it, with its digest. */
function shown(text: string): string {
  const safe = redact(clean(text)).replaceAll('\n', '\\n');
  const cut = safe.length > longestValue ? `${safe.slice(0, longestValue)}…` : safe;
  return cut === text ? text : `${cut} (sha256 ${digest([text]).slice(0, 32)})`;
}

function digest(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) {
    const bytes = Buffer.from(text, 'utf8');
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}

/** A word of a command line; undefined for one that a shell, or the plugin's own variables, may turn into another. */
type Word = string | undefined;

// Run with a path as the next word, these run that file.
const interpreters = ['sh', 'bash', 'dash', 'zsh', 'node', 'python', 'python3', 'ruby', 'perl'];

/**
 * The files of the plugin that these command lines run and name, each with its digest; of a folder one digest of all
 * that is below it. What a script reads in its turn is not followed. Where a line does not plainly say which file it
 * runs, one digest of the whole plugin.
 */
function filesRun(
  lines: readonly (readonly Word[])[],
  { cwd, owner: { entries } }: { cwd: string; owner: Owner },
): Field[] {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const fieldsOf = (word: Word) => {
    const path = word === undefined ? undefined : normalize(word);
    const paths = path === undefined ? [] : [...new Set([path, join(cwd, path)])];
    return paths.flatMap((one): Field[] => {
      const entry = byPath.get(one);
      if (entry) return [{ name: `file ${safeName(one)}`, value: digestOf(entry) }];
      const below = entries.filter(({ path: found }) => found.startsWith(`${one}/`));
      if (below.length === 0) return [];
      const whole = digest(below.flatMap((found) => [found.path, digestOf(found)]));
      return [{ name: `files below ${safeName(one)}`, value: `sha256 ${whole}` }];
    });
  };
  const isPlain = lines.every((words) => {
    if (words.includes(undefined)) return false;
    const [program, script] = words;
    return (
      fieldsOf(program).length > 0 || (interpreters.includes(program ?? '') && fieldsOf(script).length > 0)
    );
  });
  if (!isPlain) return [{ name: 'files', value: `the whole plugin, sha256 ${digestOfAll(entries)}` }];
  const fields = lines.flat().flatMap(fieldsOf);
  return [...new Map(fields.map((one) => [one.name, one])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

const digests = new WeakMap<readonly TreeEntry[], string>();

/** One digest for all commands of a plugin, which may have many of them. */
function digestOfAll(entries: readonly TreeEntry[]): string {
  const known = digests.get(entries) ?? hashTree(entries).replace(/^.*:/, '');
  digests.set(entries, known);
  return known;
}

function digestOf(entry: TreeEntry): string {
  switch (entry.type) {
    case 'file':
      return `sha256 ${entry.sha256}`;
    case 'link':
      return `a link to ${cleanLine(entry.target)}`;
    case 'unreadable':
      return 'not readable';
  }
}

/** The words of the command line of a hook, which a shell reads. */
function wordsOf(line: string): readonly Word[] {
  const words = line.trim().match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => plainWord(word.replace(/^(["'])([^"']*)\1$/, '$2')));
}

function plainWord(word: string): Word {
  const path = word.replace(/^(?:\$\{(?:CLAUDE_)?PLUGIN_ROOT\}|\$(?:CLAUDE_)?PLUGIN_ROOT(?=\/))\//, './');
  return /["'`$*?[\]{}~\\!#;|&()<>^%\n]/.test(path) ? undefined : path;
}

function join(folder: string, path: string): string {
  return normalize(`${folder}/${path}`) ?? path;
}

/** A path below the plugin; undefined for one that leads elsewhere. */
function normalize(path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
