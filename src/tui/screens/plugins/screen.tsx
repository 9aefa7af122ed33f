import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { describeBrings } from '../../../domain/plugins/inventory/brings.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { useTheme } from '../../shell/look/theme.ts';
import { cursorOf, type State } from '../../shell/state.ts';
import { pluginsKeys } from './decisions.ts';
import { diffText, pluginDetail } from './detail.ts';
import { readPlugins } from './read.ts';
import { commandsText, type PluginRow, pluginRows, pluginSorting, plugins, selectedSource } from './rows.ts';

/** The sources of plugins and the plugins that are installed, with what is worth a look. */
export const pluginsScreen = listScreen<PluginRow>({
  id: 'plugins',
  title: 'Plugins',
  short: 'Plug',
  description: 'the plugins and their sources',
  keys: pluginsKeys,
  rows: pluginRows,
  sorting: pluginSorting,
  rowId: (row) => (row.type === 'source' ? `source ${row.source.source}` : row.plugin.id),
  isSmall: true,
  columns: [
    {
      title: 'DIGEST',
      priority: 3,
      cell: (row) => (row.type === 'source' ? 'source' : (row.plugin.cached?.treeSha256 ?? '').slice(0, 8)),
    },
    {
      title: 'NAME',
      priority: 10,
      cell: (row) => cleanLine(row.type === 'source' ? row.source.source : row.plugin.id),
    },
    {
      title: 'STATE',
      priority: 6,
      cell: (row) => (row.type === 'source' ? row.source.state : (row.plugin.version ?? '')),
    },
    { title: 'NOTE', priority: 8, least: 16, cell: note },
  ],
  empty: (state) =>
    plugins.of(state).inventory ? 'No plugin is installed, and no source is configured.' : ' ',
  detail: (state, row) => {
    const { diff, commands } = plugins.of(state);
    if (state.detail?.of === 'diff') return diff && diffText(diff);
    if (state.detail?.of === 'commands') return commandsText(commands[selectedSource(state) ?? ''] ?? []);
    return row && pluginDetail(row);
  },
  copyOf: (state) => {
    const row = pluginRows(state)[cursorOf(state, 'plugins')];
    return row?.type === 'source' ? row.source.source : row?.plugin.id;
  },
  // They are read when somebody first looks at them: their bytes are hashed, which may take a while.
  load: (state) => {
    const { inventory, reading, failed } = plugins.of(state);
    return inventory || reading || failed !== undefined ? [state] : readPlugins(state);
  },
  above: { count: 1, view: About },
});

function About({ state }: { state: State }): ReactNode {
  const { warning } = useTheme();
  const { reading } = plugins.of(state);
  return (
    <Text wrap="truncate" {...(reading ? warning : {})}>
      {reading ? `reading… ${reading.done} of ${reading.planned} plugins are hashed` : summaryOf(state)}
    </Text>
  );
}

function summaryOf(state: State): string {
  const { failed, inventory, diff } = plugins.of(state);
  if (failed !== undefined) return `The inventory failed, so nothing is known: ${cleanLine(failed)}`;
  if (!inventory) return ' ';
  const changes = (diff?.changes.length ?? 0) + (diff?.files.length ?? 0);
  const since = diff
    ? `${changes === 0 ? 'nothing' : `${changes} things`} changed since the newest snapshot`
    : 'no snapshot yet';
  const { length } = inventory.findings;
  return `${length} ${length === 1 ? 'finding' : 'findings'}; ${since}; on codex-cli ${inventory.cliVersion ?? 'without a version'}`;
}

function note(row: PluginRow): string {
  if (row.type === 'plugin') {
    const { plugin, findings } = row;
    return findings.length > 0
      ? findings.map(({ kind }) => kind).join(', ')
      : describeBrings(plugin, findings);
  }
  const { state, why, unfinished, upgrading, drifted, blockers } = row.source;
  const lacks = state === 'team standard' || blockers.length === 0 ? '' : `lacks ${blockers.length} things`;
  const begun = upgrading === null ? why : 'an upgrade is in progress';
  const trouble = unfinished === null ? begun : 'an upgrade was never finished';
  return drifted.length > 0 ? `DRIFTED: ${drifted.length} plugins` : (trouble ?? lacks);
}
