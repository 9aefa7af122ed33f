import { formatSize } from '../../base/text/size.ts';
import type { InventoryFinding, InventoryPlugin } from './inventory.ts';
import type { TreeEntry } from './plugin-tree.ts';

/** What a plugin brings, in a few words. Never "nothing" where the CLI says otherwise or could not be asked. */
export function describeBrings(
  { id, cached }: InventoryPlugin,
  findings: readonly InventoryFinding[],
): string {
  const { skills = [], hooks = [], mcpServers = [], apps = [] } = cached?.contents ?? {};
  const parts = [
    count(skills.length, 'skill'),
    count(hooks.length, 'hook'),
    count(mcpServers.length, 'server'),
    count(apps.length, 'app'),
    count(textsBelow('agents', cached?.entries), 'agent file'),
    count(textsBelow('commands', cached?.entries), 'command file'),
  ].filter((text) => text !== '');
  const has = (kind: InventoryFinding['kind']) =>
    findings.some((one) => one.kind === kind && one.subject === id);
  if (has('loads-differ')) return ['DIFFERS from what the CLI loads', ...parts].join(', ');
  if (has('unproven')) return ['unproven', ...parts].join(', ');
  return parts.join(', ') || 'nothing that runs';
}

/** How many files a plugin has and how large they are together; links and what cannot be read count without a size. */
export function describeSize({ cached }: InventoryPlugin): string {
  if (!cached) return '';
  const bytes = cached.entries.reduce((sum, entry) => sum + (entry.type === 'file' ? entry.size : 0), 0);
  return `${count(cached.entries.length, 'file') || 'no files'}, ${formatSize(bytes)}`;
}

/** Markdown in a folder of the plugin. The CLI does not say what it makes of it. */
function textsBelow(folder: string, entries: readonly TreeEntry[] = []): number {
  return entries.filter(({ path }) => path.startsWith(`${folder}/`) && path.endsWith('.md')).length;
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`;
}
