import { countOf } from '../../../domain/base/text/progress.ts';
import { describeBrings } from '../../../domain/plugins/inventory/brings.ts';
import type {
  Inventory,
  InventoryFinding,
  InventoryPlugin,
} from '../../../domain/plugins/inventory/inventory.ts';
import type { ShownCommand } from '../../../domain/plugins/inventory/plugin-command.ts';
import type { InventoryDiff } from '../../../domain/plugins/sources/diff-inventories.ts';
import { SOURCE_STATES } from '../../../domain/plugins/sources/source-state.ts';
import type { SourceStatus } from '../../../domain/plugins/sources/source-status.ts';
import { renderCommands } from '../../../report/plugins/sources.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import type { Work } from '../../components/working.tsx';
import { rowTargets } from '../../shell/palette/targets.ts';
import type { Target } from '../../shell/screen.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';

/** The plugins of the person, as far as they have been looked at. */
export type PluginsState = {
  /** What is being done, with so many plugins hashed of so many; undefined while nothing is. */
  reading: (Work & { done: number; planned: number }) | undefined;
  /** When they were read. */
  at: Date | undefined;
  /** Why the last reading gave nothing. */
  failed: string | undefined;
  inventory: Inventory | undefined;
  sources: readonly SourceStatus[];
  /** The hooks and servers of each source in full. */
  commands: Readonly<Record<string, readonly ShownCommand[]>>;
  /** What changed since the newest snapshot; undefined while there is none. */
  diff: InventoryDiff | undefined;
};

export const noPlugins: PluginsState = {
  reading: undefined,
  at: undefined,
  failed: undefined,
  inventory: undefined,
  sources: [],
  commands: {},
  diff: undefined,
};

export const plugins = slice<PluginsState>('plugins', noPlugins);

/** A row of the plugins: something found that is of no row, a source, or one of its plugins. */
export type PluginRow =
  | { type: 'finding'; finding: InventoryFinding }
  | { type: 'source'; source: SourceStatus }
  | { type: 'plugin'; plugin: InventoryPlugin; findings: readonly InventoryFinding[] };

export const pluginSorting = sorting<PluginRow>('plugins', {
  NAME: nameOf,
  STATE: stateOf,
  VERSION: (row) => pluginOf(row)?.version ?? '',
  DIGEST: (row) => pluginOf(row)?.cached?.treeSha256 ?? '',
  NOTE: noteOf,
});

/** The plugin of a row; undefined for any other. */
export function pluginOf(row: PluginRow): InventoryPlugin | undefined {
  return row.type === 'plugin' ? row.plugin : undefined;
}

/** What a row is about: a source, a plugin, or what a finding names. */
export function nameOf(row: PluginRow): string {
  switch (row.type) {
    case 'finding':
      return row.finding.subject;
    case 'source':
      return row.source.source;
    case 'plugin':
      return row.plugin.id;
  }
}

function stateOf(row: PluginRow): string {
  if (row.type === 'finding') return row.finding.kind;
  return row.type === 'source' ? row.source.state : pluginState(row.plugin);
}

/** Whether a plugin is on, in one word or two. */
export function pluginState({ enabled, cached }: InventoryPlugin): string {
  if (enabled === false) return 'disabled';
  return cached ? 'enabled' : 'not cached';
}

/** What is worth a look about a row, in one cell. */
export function noteOf(row: PluginRow): string {
  if (row.type === 'finding') return row.finding.text;
  if (row.type === 'plugin') {
    const { plugin, findings } = row;
    return findings.length > 0
      ? findings.map(({ kind }) => kind).join(', ')
      : describeBrings(plugin, findings);
  }
  const { state, why, unfinished, upgrading, drifted, blockers } = row.source;
  const lacks =
    state === 'team standard' || blockers.length === 0 ? '' : `lacks ${countOf(blockers.length, 'thing')}`;
  const begun = upgrading === null ? why : 'an upgrade is in progress';
  const trouble = unfinished === null ? begun : 'an upgrade was never finished';
  return drifted.length > 0 ? `DRIFTED: ${countOf(drifted.length, 'plugin')}` : (trouble ?? lacks);
}

/** What was found apart from plugins, the sources, and the installed plugins, as far as they pass the filter. */
export const pluginRows = perState((state): readonly PluginRow[] => {
  const { inventory, sources } = plugins.of(state);
  const findings = Map.groupBy(inventory?.findings ?? [], ({ subject }) => subject);
  const shown = (inventory?.plugins ?? []).filter(({ cached, enabled }) => cached || enabled);
  const subjects = new Set(shown.map(({ id }) => id));
  const rows: readonly PluginRow[] = [
    ...(inventory?.findings ?? [])
      .filter(({ subject }) => !subjects.has(subject))
      .map((finding) => ({ type: 'finding' as const, finding })),
    ...sources.map((source) => ({ type: 'source' as const, source })),
    ...shown.map((plugin) => ({ type: 'plugin' as const, plugin, findings: findings.get(plugin.id) ?? [] })),
  ];
  const filter = filterOf(state, 'plugins');
  return pluginSorting.apply(
    state,
    rows.filter((row) => filter === '' || matches(pluginText(row), filter)),
  );
});

function pluginText(row: PluginRow): string {
  if (row.type === 'finding') return `${row.finding.kind} ${row.finding.subject} ${row.finding.text}`;
  if (row.type === 'source') return `${row.source.source} ${row.source.state} ${noteOf(row)}`;
  const { id, version, cached } = row.plugin;
  return `${id} ${pluginState(row.plugin)} ${version ?? ''} ${cached?.treeSha256 ?? ''} ${noteOf(row)}`;
}

/** The source under the cursor of the plugins, or the one that the selected plugin comes from. */
export function selectedSource(state: State): string | undefined {
  const row = pluginRows(state)[cursorOf(state, 'plugins')];
  if (row?.type !== 'finding') return row?.type === 'source' ? row.source.source : row?.plugin.marketplace;
  const { subject } = row.finding;
  return plugins.of(state).sources.find(({ source }) => source === subject)?.source;
}

/** Hooks and servers in full, as they are shown before they are acknowledged. */
export function commandsText(commands: readonly ShownCommand[]): string {
  return renderCommands(commands, (_, text) => text);
}

/** The state of the selected source; undefined when none is selected or nothing is known of it. */
export function selectedSourceState(state: State): SourceStatus['state'] | undefined {
  const name = selectedSource(state);
  return plugins.of(state).sources.find(({ source }) => source === name)?.state;
}

/** How many sources there are of each state, and how many plugins: `2 sources: 1 team standard, 1 blocked`. */
export function countsText({ sources, inventory }: PluginsState): string {
  const states = SOURCE_STATES.flatMap((state) => {
    const { length } = sources.filter((one) => one.state === state);
    return length === 0 ? [] : [`${length} ${state}`];
  });
  const installed = (inventory?.plugins ?? []).filter(({ cached }) => cached);
  const off = installed.filter(({ enabled }) => enabled === false).length;
  const drifted = sources.filter((one) => one.drifted.length > 0).length;
  return [
    `${countOf(sources.length, 'source')}${states.length === 0 ? '' : `: ${states.join(', ')}`}`,
    ...(drifted === 0 ? [] : [`${drifted} DRIFTED`]),
    `${countOf(installed.length, 'plugin')} installed${off === 0 ? '' : `, ${off} disabled`}`,
  ].join('; ');
}

const sourceTargets = rowTargets<SourceStatus>('plugins', 'source', {
  id: ({ source }) => `source ${source}`,
  label: ({ source }) => source,
  about: ({ state }) => state,
});

const installedTargets = rowTargets<InventoryPlugin>('plugins', 'plugin', {
  id: ({ id }) => id,
  label: ({ id }) => id,
  about: ({ version }) => version ?? '',
});

/** The sources and the plugins that the palette finds, once they were read. */
export function pluginTargets(state: State): readonly Target[] {
  const { sources, inventory } = plugins.of(state);
  const shown = (inventory?.plugins ?? []).filter(({ cached, enabled }) => cached || enabled);
  return [...sourceTargets(sources), ...installedTargets(shown)];
}
