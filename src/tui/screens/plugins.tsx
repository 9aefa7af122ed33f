import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { describeBrings } from '../../domain/plugins/inventory/brings.ts';
import { renderCommands } from '../../report/plugins/sources.ts';
import { List, type ListRow } from '../components/list.tsx';
import { ScrolledText } from '../components/scrolled-text.tsx';
import { type PluginRow, pluginRows } from '../rows.ts';
import { selectedSource } from '../selection.ts';
import type { State } from '../state.ts';
import { useTheme } from '../theme-context.ts';
import { diffText, pluginDetail } from './plugin-detail.ts';

type Props = { state: State; width: number; height: number };

/** The sources of plugins and the plugins that are installed, with what is worth a look. */
export function PluginsScreen({ state, width, height }: Props): ReactNode {
  const { warning } = useTheme();
  const { reading, inventory } = state.plugins;
  const rows = pluginRows(state);
  const detail = detailText(state);
  if (state.detail && detail !== undefined)
    return <ScrolledText text={detail} scroll={state.detail.scroll} width={width} height={height} />;
  return (
    <Box flexDirection="column">
      <Text wrap="truncate" {...(reading ? warning : {})}>
        {reading ? `reading… ${reading.done} of ${reading.planned} plugins are hashed` : summaryOf(state)}
      </Text>
      <List
        rows={rows.map(listRow)}
        cursor={state.cursor.plugins}
        width={width}
        height={height - 1}
        empty={inventory ? 'No plugin is installed, and no source is configured.' : ' '}
      />
    </Box>
  );
}

function detailText(state: State): string | undefined {
  const { diff, commands } = state.plugins;
  const selected = pluginRows(state)[state.cursor.plugins];
  if (state.detail?.of === 'diff') return diff && diffText(diff);
  if (state.detail?.of === 'commands')
    return renderCommands(commands[selectedSource(state) ?? ''] ?? [], (_, text) => text);
  return selected && pluginDetail(selected);
}

function summaryOf({ plugins: { failed, inventory, diff } }: State): string {
  if (failed !== undefined) return `The inventory failed, so nothing is known: ${cleanLine(failed)}`;
  if (!inventory) return ' ';
  const changes = (diff?.changes.length ?? 0) + (diff?.files.length ?? 0);
  const since = diff
    ? `${changes === 0 ? 'nothing' : `${changes} things`} changed since the newest snapshot`
    : 'no snapshot yet';
  const { length } = inventory.findings;
  return `${length} ${length === 1 ? 'finding' : 'findings'}; ${since}; on codex-cli ${inventory.cliVersion ?? 'without a version'}`;
}

function listRow(row: PluginRow): ListRow {
  if (row.type === 'source') {
    const { source, state, why, unfinished, drifted, blockers } = row.source;
    const lacks = state === 'team standard' || blockers.length === 0 ? '' : `lacks ${blockers.length} things`;
    const trouble = unfinished === null ? why : 'an upgrade was never finished';
    const note = drifted.length > 0 ? `DRIFTED: ${drifted.length} plugins` : (trouble ?? lacks);
    return { key: `source ${source}`, cells: ['source', cleanLine(source), state, note] };
  }
  const { plugin, findings } = row;
  const note =
    findings.length > 0 ? findings.map(({ kind }) => kind).join(', ') : describeBrings(plugin, findings);
  return {
    key: plugin.id,
    cells: [(plugin.cached?.treeSha256 ?? '').slice(0, 8), plugin.id, plugin.version ?? '', note],
  };
}
