import { formatSize } from '../../base/text/size.ts';
import type { InventoryFinding, InventoryPlugin } from './inventory.ts';
import type { TreeEntry } from './plugin-tree.ts';

/** How much an installed plugin has of each; agents and commands are the Markdown files in the folders of these names. */
export type Counts = Record<
  'files' | 'bytes' | 'skills' | 'hooks' | 'servers' | 'apps' | 'agents' | 'commands',
  number
>;

/** Counts what a plugin has; links and what cannot be read are files without a size. Null when it is not installed. */
export function countBrings({ cached }: Pick<InventoryPlugin, 'cached'>): Counts | null {
  if (!cached) return null;
  const { entries, contents } = cached;
  return {
    files: entries.length,
    bytes: entries.reduce((sum, entry) => sum + (entry.type === 'file' ? entry.size : 0), 0),
    skills: contents.skills.length,
    hooks: contents.hooks.length,
    servers: contents.mcpServers.length,
    apps: contents.apps.length,
    agents: textsBelow('agents', entries),
    commands: textsBelow('commands', entries),
  };
}

/** What a plugin brings, in a few words. Never "nothing" where the CLI says otherwise or could not be asked. */
export function describeBrings(plugin: InventoryPlugin, findings: readonly InventoryFinding[]): string {
  const counts = countBrings(plugin);
  const parts = counts
    ? [
        count(counts.skills, 'skill'),
        count(counts.hooks, 'hook'),
        count(counts.servers, 'server'),
        count(counts.apps, 'app'),
        count(counts.agents, 'agent file'),
        count(counts.commands, 'command file'),
      ].filter((text) => text !== '')
    : [];
  const has = (kind: InventoryFinding['kind']) =>
    findings.some((one) => one.kind === kind && one.subject === plugin.id);
  if (has('loads-differ')) return ['DIFFERS from what the CLI loads', ...parts].join(', ');
  if (has('unproven')) return ['unproven', ...parts].join(', ');
  return parts.join(', ') || 'nothing that runs';
}

/** How many files a plugin has and how large they are together; links and what cannot be read count without a size. */
export function describeSize(plugin: InventoryPlugin): string {
  const counts = countBrings(plugin);
  return counts ? `${count(counts.files, 'file') || 'no files'}, ${formatSize(counts.bytes)}` : '';
}

/** Markdown in a folder of the plugin. The CLI does not say what it makes of it. */
function textsBelow(folder: string, entries: readonly TreeEntry[]): number {
  return entries.filter(({ path }) => path.startsWith(`${folder}/`) && path.endsWith('.md')).length;
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`;
}
