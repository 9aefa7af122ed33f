import { createHash } from 'node:crypto';
import * as z from 'zod';
import { clean, cleanLine } from '../text/clean.ts';
import { redact } from '../text/redact.ts';
import { safeName } from './name.ts';
import type { Hook, Server } from './plugin-contents.ts';
import type { TreeEntry } from './plugin-tree.ts';

/** One thing that a definition says, such as its matcher, a variable, or the digest of a file that it runs. */
const field = z.strictObject({ name: z.string(), value: z.string() });

/** All of what a hook or a server is: what is shown before it is acknowledged, and the digest of that. */
export const definitionSchema = z.strictObject({
  /** The command line or the address, short enough for a list. */
  command: z.string(),
  fields: z.array(field),
  /** SHA-256 of the fields; empty where an older record kept the command alone. */
  sha256: z.string(),
});

export type Definition = z.output<typeof definitionSchema>;
type Field = z.output<typeof field>;

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
    ...filesNamed([hook.command, ...textsIn(rest.commandWindows)], '', owner),
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
  const named = filesNamed([...line, ...Object.values(given).flatMap(textsIn)], folder ?? '', owner);
  return define(line.join(' '), [
    { name: url === undefined || url === null ? 'command' : 'url', value: shown(line[0] ?? '') },
    ...line.slice(1).map((value, n) => ({ name: `argument ${n + 1}`, value: shown(value) })),
    ...(folder === undefined ? [] : [{ name: 'cwd', value: shown(folder) }]),
    ...secrets,
    ...others(Object.fromEntries(Object.entries(rest).filter(([key]) => !hidden.includes(key))), open),
    ...(named.length > 0 || folder === undefined ? named : filesNamed([folder], '', owner)),
  ]);
}

function define(line: string, fields: readonly Field[]): Definition {
  return {
    command: safeName(redact(line)),
    fields: [...fields],
    sha256: digest(fields.flatMap(({ name, value }) => [name, value])),
  };
}

/** The rest of what is written: known members as they stand, others by their digest. */
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

/**
 * The files of the plugin that these texts name, each with its digest; of a folder one digest of all that is
 * below it. What a script reads in its turn is not followed.
 */
function filesNamed(texts: readonly string[], cwd: string, { entries }: Owner): Field[] {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const named = new Set(texts.flatMap((text) => pathsIn(text)).flatMap((path) => [path, join(cwd, path)]));
  const fields = [...named].flatMap((path): Field[] => {
    const entry = byPath.get(path);
    if (entry) return [{ name: `file ${safeName(path)}`, value: digestOf(entry) }];
    const below = entries.filter((one) => path === '.' || one.path.startsWith(`${path}/`));
    if (below.length === 0) return [];
    const whole = digest(below.flatMap((one) => [one.path, digestOf(one)]));
    return [{ name: `files below ${safeName(path)}`, value: `sha256 ${whole}` }];
  });
  return fields.sort((a, b) => (a.name < b.name ? -1 : 1));
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

/** What in a command line may be a path below the plugin. The folder of the plugin itself is `.`. */
function pathsIn(text: string): readonly string[] {
  return text
    .replaceAll(/\$\{?(?:CLAUDE_)?PLUGIN_ROOT\}?/g, '\0')
    .split(/[\s"'`;|&()<>,=]+/)
    .filter((word) => word !== '' && word !== '.' && word !== '/')
    .map((word) => normalize(word.replaceAll(/\0\/?/g, './')))
    .filter((path) => path !== undefined);
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
