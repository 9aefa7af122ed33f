import { showName } from '../manifest/file-name.ts';
import type { PluginTree } from '../sources/source-state.ts';
import type { InventoryPlugin } from './inventory.ts';
import { compareTrees, type TreeEntry } from './plugin-tree.ts';

/** How many files are named; the list of files has them all. */
const mostNamed = 3;

/**
 * Why a plugin is not proved to be the bytes that were recorded when somebody reviewed or promoted it; undefined
 * when it is.
 */
export function differenceFrom(
  recorded: readonly PluginTree[],
  { id, cached }: InventoryPlugin,
  when: 'reviewed' | 'promoted',
): string | undefined {
  const comparisons = recorded
    .filter(({ plugin }) => plugin === id)
    .map((tree) => (cached ? compareTrees(tree, cached) : 'changed'));
  if (comparisons.includes('same')) return undefined;
  const unread = describeUnread(cached?.entries ?? []);
  if (unread !== undefined) return `${id}: ${unread}`;
  return comparisons.includes('older form')
    ? `${id} was ${when} in an older form of its digest, which left out some files: review it again`
    : `${id} is not what was ${when}`;
}

/** What could not be read of a plugin, in words, with the names; undefined when everything was. */
export function describeUnread(entries: readonly TreeEntry[]): string | undefined {
  const unread = entries.filter((entry) => entry.type === 'unreadable');
  if (unread.length === 0) return undefined;
  const named = unread
    .slice(0, mostNamed)
    .map(({ path, why }) => `${showName(path) || 'its folder'} (${why})`);
  const rest = unread.length > mostNamed ? [`and ${unread.length - mostNamed} more`] : [];
  return `cannot be read: ${[...named, ...rest].join(', ')}`;
}
