import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { InventoryDiff } from '../../../domain/plugins/sources/diff-inventories.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderPlugin } from '../../../report/plugins/detail.ts';
import { renderInventoryDiff } from '../../../report/plugins/plugins.ts';
import { renderSources } from '../../../report/plugins/sources.ts';
import type { PluginRow } from './rows.ts';

/** Everything about a source, a plugin or a finding. */
export function pluginDetail(row: PluginRow): string {
  if (row.type === 'finding') {
    const { kind, subject, text } = row.finding;
    return `${kind}: ${cleanLine(subject)}\n\n${cleanLine(text)}`;
  }
  return row.type === 'source' ? renderSources([row.source], plain) : renderPlugin(row.plugin, row.findings);
}

/** What changed since the newest snapshot: what can run first, then file by file. */
export function diffText(diff: InventoryDiff): string {
  return `Since the newest snapshot\n${renderInventoryDiff(diff, plain)}`;
}
