import { suggest } from '../text/suggest.ts';
import { staysInside } from './manifest.ts';
import { isValidName, safeName } from './name.ts';

/** Something that is wrong with a manifest, with the file and the field. */
export type LintFinding = { severity: 'fail' | 'warn'; place: string; text: string };

/** What a manifest was read from: its path, its text, and the manifests of its local plugins by path. */
export type LintSource = {
  file: string;
  text: string;
  /** The `plugin.json` of the plugin at a local path; undefined when the folder or the file is not there. */
  pluginAt: (path: string) => { file: string; text: string } | undefined;
};

const marketplaceFields = ['name', 'interface', 'plugins', 'owner', 'metadata', 'description', 'version'];
const entryFields = [
  'name',
  'source',
  'policy',
  'category',
  'interface',
  'description',
  'version',
  'keywords',
  'author',
  'strict',
  'tags',
];
const pluginFields = [
  'name',
  'version',
  'description',
  'keywords',
  'skills',
  'mcpServers',
  'apps',
  'hooks',
  'interface',
  'author',
  'homepage',
  'repository',
  'license',
  'commands',
  'agents',
];
const installPolicies = ['AVAILABLE', 'NOT_AVAILABLE', 'INSTALLED_BY_DEFAULT'];
const authPolicies = ['ON_INSTALL', 'ON_USE'];
const sources = ['local', 'url', 'git', 'git-subdir'];

/** Lints a marketplace manifest and the manifests of its local plugins: what the CLI refuses, skips or ignores. */
export function lintMarketplace({ file, text, pluginAt }: LintSource): readonly LintFinding[] {
  const manifest = parseObject(text);
  if (!manifest) return [{ severity: 'fail', place: file, text: 'it is not a JSON object' }];
  const entries = Array.isArray(manifest.plugins) ? manifest.plugins : undefined;
  return [
    ...unknownFields(file, '', manifest, marketplaceFields),
    ...lintName(file, 'name', manifest.name),
    ...(entries ? [] : [fail(file, 'plugins', 'a list is missing')]),
    ...(entries ?? []).flatMap((entry, index) =>
      lintEntry({ file, index, entries: entries ?? [], pluginAt }, entry),
    ),
  ];
}

type EntryPlace = {
  file: string;
  index: number;
  entries: readonly unknown[];
  pluginAt: LintSource['pluginAt'];
};

function lintEntry({ file, index, entries, pluginAt }: EntryPlace, given: unknown): LintFinding[] {
  const field = `plugins[${index}]`;
  const entry = asObject(given);
  if (!entry) return [fail(file, field, 'it is not an object')];
  const twin = entries.findIndex((other) => asObject(other)?.name === entry.name);
  return [
    ...unknownFields(file, `${field}.`, entry, entryFields),
    ...lintName(file, `${field}.name`, entry.name),
    ...(twin < index && typeof entry.name === 'string'
      ? [
          warn(
            file,
            `${field}.name`,
            `"${safeName(entry.name)}" stands at plugins[${twin}] already, which wins`,
          ),
        ]
      : []),
    ...lintPolicy(file, field, entry.policy),
    ...lintSource(file, field, entry, pluginAt),
  ];
}

function lintPolicy(file: string, field: string, given: unknown): LintFinding[] {
  const policy = asObject(given);
  if (!policy) return [];
  return [
    ...oneOf(file, `${field}.policy.installation`, policy.installation, installPolicies),
    ...oneOf(file, `${field}.policy.authentication`, policy.authentication, authPolicies),
  ];
}

function lintSource(
  file: string,
  field: string,
  entry: Record<string, unknown>,
  pluginAt: LintSource['pluginAt'],
): LintFinding[] {
  const { source } = entry;
  const object = asObject(source);
  if (typeof source !== 'string' && !object) return [fail(file, `${field}.source`, 'it is missing')];
  const kind = object ? object.source : 'local';
  const known = object ? oneOf(file, `${field}.source.source`, kind, sources) : [];
  if (known.length > 0 || kind !== 'local') return known;
  const path = object ? object.path : source;
  if (typeof path !== 'string') return [fail(file, `${field}.source.path`, 'a path is missing')];
  if (!staysInside(path))
    return [fail(file, `${field}.source`, `"${safeName(path)}" leads out of the marketplace`)];
  const plugin = pluginAt(path);
  if (!plugin) return [fail(file, `${field}.source`, `there is no plugin.json at "${safeName(path)}"`)];
  return lintPlugin(plugin, entry.name);
}

/** Lints the manifest of a plugin. `entryName` is what the marketplace calls it. */
function lintPlugin({ file, text }: { file: string; text: string }, entryName: unknown): LintFinding[] {
  const manifest = parseObject(text);
  if (!manifest) return [{ severity: 'fail', place: file, text: 'it is not a JSON object' }];
  const paths = ['skills', 'mcpServers', 'apps', 'hooks'].flatMap((field) => {
    const value = manifest[field];
    return typeof value === 'string' && !staysInside(value)
      ? [fail(file, field, `"${safeName(value)}" leads out of the plugin`)]
      : [];
  });
  return [
    ...unknownFields(file, '', manifest, pluginFields),
    ...lintName(file, 'name', manifest.name),
    ...(typeof entryName === 'string' && typeof manifest.name === 'string' && manifest.name !== entryName
      ? [
          fail(
            file,
            'name',
            `"${safeName(manifest.name)}" is called "${safeName(entryName)}" in the marketplace`,
          ),
        ]
      : []),
    ...lintVersion(file, manifest.version),
    ...paths,
  ];
}

function lintVersion(file: string, version: unknown): LintFinding[] {
  if (version === undefined)
    return [warn(file, 'version', 'it is missing, so an upgrade cannot be told by its version')];
  if (typeof version !== 'string') return [fail(file, 'version', 'it must be a text')];
  return /^[A-Za-z0-9.+_-]+$/.test(version)
    ? []
    : [fail(file, 'version', 'only letters, digits, ., +, _ and - are allowed')];
}

function lintName(file: string, field: string, name: unknown): LintFinding[] {
  if (typeof name !== 'string') return [fail(file, field, 'a name is missing')];
  if (name === 'openai-curated') return [fail(file, field, 'the name "openai-curated" is reserved')];
  return isValidName(name)
    ? []
    : [fail(file, field, `"${safeName(name)}": only letters, digits, _ and - are allowed, 120 at most`)];
}

function unknownFields(
  file: string,
  prefix: string,
  object: Record<string, unknown>,
  known: readonly string[],
): LintFinding[] {
  return Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = suggest(safeName(key), known);
      const hint = near === undefined ? '' : `; did you mean "${near}"?`;
      return warn(file, `${prefix}${safeName(key)}`, `unknown field, which the CLI ignores${hint}`);
    });
}

function oneOf(file: string, field: string, value: unknown, allowed: readonly string[]): LintFinding[] {
  if (value === undefined || (typeof value === 'string' && allowed.includes(value))) return [];
  const text = safeName(String(value));
  const near = suggest(text, allowed);
  return [
    fail(
      file,
      field,
      `"${text}" is none of ${allowed.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`,
    ),
  ];
}

const fail = (file: string, field: string, text: string): LintFinding => ({
  severity: 'fail',
  place: `${file}: ${field}`,
  text,
});

const warn = (file: string, field: string, text: string): LintFinding => ({
  ...fail(file, field, text),
  severity: 'warn',
});

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}
