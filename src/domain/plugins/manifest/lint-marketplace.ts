import { repeatedKeys } from '../../base/documents/repeated-keys.ts';
import { lintSource, localPath, sourceFaults } from '../sources/lint-source.ts';
import {
  asTable,
  isRefusal,
  type Kind,
  kinds,
  type LintFinding,
  noneOf,
  parseTable,
  type Say,
  sayIn,
  type Table,
  unknownFields,
  wrongKinds,
} from './lint-finding.ts';
import { lintPlugin, type PluginFile } from './lint-plugin.ts';
import { isValidName, safeName } from './name.ts';

/** What a manifest was read from: its path, its text, and the manifests of its local plugins by path. */
export type LintSource = {
  file: string;
  text: string;
  /** The `plugin.json` of the plugin at a local path; undefined when the folder or the file is not there. */
  pluginAt: (path: string) => PluginFile | undefined;
};

const marketplaceFields = ['name', 'interface', 'plugins', 'owner', 'metadata', 'description', 'version'];

// The CLI reads the first four; the others belong to the format, and everybody may leave them in.
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
  'homepage',
  'repository',
  'license',
];

const policies = {
  installation: ['AVAILABLE', 'NOT_AVAILABLE', 'INSTALLED_BY_DEFAULT'],
  authentication: ['ON_INSTALL', 'ON_USE'],
};
const products = ['CHATGPT', 'chatgpt', 'CODEX', 'codex', 'ATLAS', 'atlas'];

const product: Kind = {
  words: `a list of ${products.join(', ')}`,
  has: (value) => value === null || (Array.isArray(value) && value.every((one) => products.includes(one))),
};

/** What a wrong value does here: the CLI reads the whole manifest or nothing. */
const stopsAll =
  'while this marketplace is configured, the CLI lists and installs no plugin of any marketplace';

/**
 * Lints a marketplace manifest and the manifests of its local plugins: what makes the CLI refuse everything,
 * refuse or skip one plugin, or ignore a field. What is ignored in the same words in many places is said once.
 */
export function lintMarketplace({ file, text, pluginAt }: LintSource): readonly LintFinding[] {
  const say = sayIn(file);
  const manifest = parseTable(text);
  if (!manifest) return [say('blocker', '', `it is not a JSON object; ${stopsAll}`)];
  const entries: readonly unknown[] = Array.isArray(manifest.plugins) ? manifest.plugins : [];
  const shapes = entries.map((entry, index) => lintEntry(say, `plugins[${index}]`, entry));
  return foldWarnings([
    ...unknownFields(say, '', manifest, marketplaceFields),
    ...lintHead(say, manifest),
    ...repeatedKeys(text)
      .filter(isRead)
      .map((path) => say('blocker', safeName(path), `it is repeated; ${stopsAll}`)),
    ...entries.flatMap((entry, index) =>
      [
        ...(shapes[index] ?? []),
        ...lintTwin(say, { entries, shapes, index }),
        ...lintLocalPlugin(say, { entry, field: `plugins[${index}]`, shape: shapes[index] ?? [], pluginAt }),
      ].map((finding) => ({ ...finding, plugin: nameOf(entry) })),
    ),
  ]);
}

/** Whether the CLI reads the field of a path, so that it must not be repeated. */
function isRead(path: string): boolean {
  return /^(name|plugins|interface|interface\.displayName|plugins\[\d+\]\.((name|source|category)|policy(\.(installation|authentication|products))?))$/.test(
    path,
  );
}

function nameOf(entry: unknown): string | null {
  const name = asTable(entry)?.name;
  return typeof name === 'string' ? safeName(name) : null;
}

function lintHead(say: Say, manifest: Table): LintFinding[] {
  const { name, plugins, interface: shown } = manifest;
  const wrong = [
    ...wrongKinds(manifest, '', { interface: kinds.objectOrNull }),
    ...wrongKinds(asTable(shown) ?? {}, 'interface.', { displayName: kinds.textOrNull }),
  ].map(({ field, words }) => say('blocker', field, `it must be ${words}; ${stopsAll}`));
  return [
    ...(kinds.text.has(name) ? [] : [say('blocker', 'name', `a name is missing; ${stopsAll}`)]),
    ...(typeof name === 'string' ? lintName(say, 'name', name) : []),
    ...(name === 'openai-curated'
      ? [say('fail', 'name', 'the name "openai-curated" is reserved, so the marketplace cannot be added')]
      : []),
    ...(kinds.list.has(plugins) ? [] : [say('blocker', 'plugins', `a list is missing; ${stopsAll}`)]),
    ...wrong,
  ];
}

function lintEntry(say: Say, field: string, given: unknown): LintFinding[] {
  const entry = asTable(given);
  if (!entry) return [say('blocker', field, `it is not an object; ${stopsAll}`)];
  const { name, source } = entry;
  return [
    ...unknownFields(say, `${field}.`, entry, entryFields),
    ...(kinds.text.has(name)
      ? lintName(say, `${field}.name`, String(name))
      : [say('blocker', `${field}.name`, `a name is missing; ${stopsAll}`)]),
    ...wrongKinds(entry, `${field}.`, { category: kinds.textOrNull }).map(({ field: where, words }) =>
      say('blocker', where, `it must be ${words}; ${stopsAll}`),
    ),
    ...lintPolicy(say, `${field}.policy`, entry.policy),
    ...(source === undefined
      ? [say('blocker', `${field}.source`, `it is missing; ${stopsAll}`)]
      : lintSource(say, `${field}.source`, source)),
  ];
}

function lintPolicy(say: Say, field: string, given: unknown): LintFinding[] {
  if (given === undefined) return [];
  const policy = asTable(given);
  if (!policy) return [say('blocker', field, `it is not an object; ${stopsAll}`)];
  const unknown = Object.entries(policies).flatMap(([key, allowed]) =>
    policy[key] === undefined || allowed.includes(String(policy[key]))
      ? []
      : [say('blocker', `${field}.${key}`, `${noneOf(policy[key], allowed)}; ${stopsAll}`)],
  );
  const wrong = wrongKinds(policy, `${field}.`, { products: product });
  return [
    ...unknown,
    ...wrong.map(({ field: where, words }) => say('blocker', where, `it must be ${words}; ${stopsAll}`)),
    ...(isForOthers(given) && wrong.length === 0
      ? [say('fail', `${field}.products`, 'codex is not among them; the CLI skips the plugin')]
      : []),
  ];
}

/** Whether a policy is for other products than the CLI, which does not list the entry then. */
export function isForOthers(policy: unknown): boolean {
  const named = asTable(policy)?.products;
  return Array.isArray(named) && !named.some((one) => one === 'codex' || one === 'CODEX');
}

/** Why the CLI leaves an entry out without a word although it is for the CLI; undefined when it lists it. */
export function whySkipped({ name, source }: Table): string | undefined {
  if (!isValidName(String(name))) return 'its name is not allowed';
  const [fault] = sourceFaults(source);
  return fault && `source${fault.member}: ${fault.why}`;
}

function lintName(say: Say, field: string, name: string): LintFinding[] {
  return isValidName(name)
    ? []
    : [
        say(
          'fail',
          field,
          `"${safeName(name)}": only letters, digits, _ and - are allowed, 255 at most; the CLI does not take it`,
        ),
      ];
}

/** Of several entries of one name the first that the CLI can use wins. */
function lintTwin(
  say: Say,
  {
    entries,
    shapes,
    index,
  }: { entries: readonly unknown[]; shapes: readonly (readonly LintFinding[])[]; index: number },
): LintFinding[] {
  const name = asTable(entries[index])?.name;
  if (typeof name !== 'string') return [];
  const twin = entries.findIndex(
    (other, at) => asTable(other)?.name === name && !shapes[at]?.some(isRefusal),
  );
  return twin === -1 || twin >= index
    ? []
    : [
        say(
          'warn',
          `plugins[${index}].name`,
          `"${safeName(name)}" is already at plugins[${twin}], which counts`,
        ),
      ];
}

function lintLocalPlugin(
  say: Say,
  {
    entry,
    field,
    shape,
    pluginAt,
  }: {
    entry: unknown;
    field: string;
    shape: readonly LintFinding[];
    pluginAt: LintSource['pluginAt'];
  },
): LintFinding[] {
  const table = asTable(entry);
  const path = localPath(table?.source);
  if (typeof path !== 'string' || shape.some(({ place }) => place.includes(`${field}.source`))) return [];
  const plugin = pluginAt(path);
  const folder = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return plugin
    ? lintPlugin(plugin, { entryName: table?.name, folder })
    : [say('fail', `${field}.source`, `there is no plugin.json at "${safeName(path)}"`)];
}

/** What is only worth a warning and is the same in many places becomes one finding, at the first of them. */
function foldWarnings(findings: readonly LintFinding[]): readonly LintFinding[] {
  const groups = Map.groupBy(findings, ({ severity, place, text }) =>
    severity === 'warn' ? `${place.replace(/^.*: /, '').replace(/\[\d+\]/, '[]')}\n${text}` : {},
  );
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    const more = rest.length === 1 ? '1 other place' : `${rest.length} other places`;
    return [rest.length === 0 ? first : { ...first, text: `${first.text}; the same in ${more}` }];
  });
}
