import type { Definition } from '../inventory/definition.ts';
import type { Inventory, InventoryMarketplace, InventoryPlugin } from '../inventory/inventory.ts';
import { compareTrees, writeTree } from '../inventory/plugin-tree.ts';
import { showName } from '../manifest/file-name.ts';

/** The kinds of changes between two inventories. */
export const CHANGE_KINDS = [
  'marketplace-added',
  'marketplace-removed',
  'revision-moved',
  'source-changed',
  'plugin-added',
  'plugin-removed',
  'version-changed',
  'bytes-changed',
  'bytes-unproved',
  'enabled-changed',
  'hook-added',
  'hook-removed',
  'mcp-added',
  'mcp-removed',
  'skill-added',
  'skill-removed',
] as const;

/**
 * A change between two inventories. `bytes-changed` is the same version with other bytes, `bytes-unproved` that
 * it is not known whether they are the same.
 */
type PluginChange = {
  kind: (typeof CHANGE_KINDS)[number];
  /** A marketplace, or a plugin as `name@marketplace`. */
  subject: string;
  text: string;
};

/** A change of one file of a plugin. */
type FileChange = { plugin: string; path: string; change: 'added' | 'removed' | 'changed' };

/** What changed from one inventory to another. */
export type InventoryDiff = { changes: readonly PluginChange[]; files: readonly FileChange[] };

/** Compares two inventories: what code, commands and instructions came, went or became others. */
export function diffInventories(before: Inventory, after: Inventory): InventoryDiff {
  const pairs = pair(before.plugins, after.plugins, ({ id }) => id);
  return {
    changes: [
      ...pair(before.marketplaces, after.marketplaces, ({ name }) => name).flatMap(diffMarketplaces),
      ...pairs.flatMap(diffPlugins),
    ],
    files: pairs.flatMap(([one, other]) => diffFiles(one, other)),
  };
}

type Pair<T> = readonly [T, T] | readonly [T, undefined] | readonly [undefined, T];

function pair<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): readonly Pair<T>[] {
  const rest = new Map(after.map((one) => [key(one), one]));
  const pairs = before.map((one): Pair<T> => {
    const other = rest.get(key(one));
    rest.delete(key(one));
    return other === undefined ? [one, undefined] : [one, other];
  });
  return [...pairs, ...[...rest.values()].map((one): Pair<T> => [undefined, one])];
}

function diffMarketplaces([one, other]: Pair<InventoryMarketplace>): PluginChange[] {
  if (!one)
    return [
      {
        kind: 'marketplace-added',
        subject: other.name,
        text: `added, from ${other.source ?? 'the home folder'}`,
      },
    ];
  if (!other) return [{ kind: 'marketplace-removed', subject: one.name, text: 'removed' }];
  const { name: subject } = one;
  const source = ({ source: from, ref }: InventoryMarketplace) =>
    `${from ?? 'home'}${ref === null ? '' : ` at ${ref}`}`;
  return [
    ...(source(one) === source(other)
      ? []
      : [
          {
            kind: 'source-changed' as const,
            subject,
            text: `taken from ${source(other)}, before from ${source(one)}`,
          },
        ]),
    ...(one.revision === other.revision
      ? []
      : [
          {
            kind: 'revision-moved' as const,
            subject,
            text: `from ${short(one.revision)} to ${short(other.revision)}`,
          },
        ]),
  ];
}

function diffPlugins([one, other]: Pair<InventoryPlugin>): PluginChange[] {
  // One that is only on offer has nothing that could run.
  if (!one?.cached && !other?.cached) return [];
  const { id: subject } = (other ?? one) as InventoryPlugin;
  if (!one?.cached)
    return [
      { kind: 'plugin-added', subject, text: `version ${other?.version ?? 'none'}` },
      ...contentsOf(undefined, other),
    ];
  if (!other?.cached) return [{ kind: 'plugin-removed', subject, text: `version ${one.version ?? 'none'}` }];
  const comparison = compareTrees(one.cached, other.cached);
  return [
    ...(one.version === other.version
      ? []
      : [{ kind: 'version-changed' as const, subject, text: `from ${one.version} to ${other.version}` }]),
    ...(comparison === 'changed' && one.version === other.version
      ? [
          {
            kind: 'bytes-changed' as const,
            subject,
            text: `the version is still ${one.version}, the bytes are others`,
          },
        ]
      : []),
    ...(comparison === 'unread'
      ? [{ kind: 'bytes-unproved' as const, subject, text: 'some of its files cannot be read' }]
      : []),
    ...(comparison === 'older form'
      ? [{ kind: 'bytes-unproved' as const, subject, text: 'recorded in an older form, review again' }]
      : []),
    ...(one.enabled === other.enabled
      ? []
      : [
          {
            kind: 'enabled-changed' as const,
            subject,
            text: other.enabled ? 'enabled' : 'no longer enabled',
          },
        ]),
    ...contentsOf(one, other),
  ];
}

function definitionsOf(plugin: InventoryPlugin | undefined): readonly Definition[] {
  const { hooks = [], mcpServers = [] } = plugin?.cached?.contents ?? {};
  return [...hooks, ...mcpServers];
}

/** Commands, servers and skills that came or went. */
function contentsOf(one: InventoryPlugin | undefined, other: InventoryPlugin | undefined): PluginChange[] {
  const subject = (other ?? one)?.id ?? '';
  // The digest shows a definition that changed behind the same command line; an older record has none.
  const hasDigests = [one, other].every((plugin) =>
    definitionsOf(plugin).every(({ sha256 }) => sha256 !== ''),
  );
  const digest = ({ sha256 }: Definition) => (hasDigests ? ` (definition ${sha256.slice(0, 12)})` : '');
  const texts = (plugin: InventoryPlugin | undefined) => ({
    hook: (plugin?.cached?.contents.hooks ?? []).map(
      (hook) => `${hook.event} runs ${hook.command}${digest(hook)}`,
    ),
    mcp: (plugin?.cached?.contents.mcpServers ?? []).map(
      (server) => `${server.name}: ${server.command}${digest(server)}`,
    ),
    skill: plugin?.cached?.contents.skills ?? [],
  });
  const [before, after] = [texts(one), texts(other)];
  return (['hook', 'mcp', 'skill'] as const).flatMap((part) => [
    ...after[part]
      .filter((text) => !before[part].includes(text))
      .map((text) => ({ kind: `${part}-added` as const, subject, text })),
    ...before[part]
      .filter((text) => !after[part].includes(text))
      .map((text) => ({ kind: `${part}-removed` as const, subject, text })),
  ]);
}

function diffFiles(one: InventoryPlugin | undefined, other: InventoryPlugin | undefined): FileChange[] {
  const plugin = (other ?? one)?.id ?? '';
  // Of an old record the files may be unknown; then nothing is said of each.
  if ([one, other].some((side) => side?.cached?.entries.length === 0)) return [];
  const before = new Map((one?.cached?.entries ?? []).map((entry) => [entry.path, entry]));
  const after = new Map((other?.cached?.entries ?? []).map((entry) => [entry.path, entry]));
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((name): FileChange[] => {
    const [old, now, path] = [before.get(name), after.get(name), showName(name)];
    if (!old) return [{ plugin, path, change: 'added' }];
    if (!now) return [{ plugin, path, change: 'removed' }];
    return writeTree([old]) === writeTree([now]) ? [] : [{ plugin, path, change: 'changed' }];
  });
}

function short(revision: string | null): string {
  return revision === null ? 'none' : revision.slice(0, 12);
}
