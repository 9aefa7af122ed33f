import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { InventoryPlugin } from '../../../../src/domain/plugins/inventory/inventory.ts';
import { hashTree, type TreeEntry } from '../../../../src/domain/plugins/inventory/plugin-tree.ts';
import { differenceFrom } from '../../../../src/domain/plugins/inventory/recorded-tree.ts';
import { pluginOf } from '../../../support/inventory-builders.ts';

const file = (path: string): TreeEntry => ({ type: 'file', path, sha256: 'a'.repeat(64), size: 1 });

function installed(entries: TreeEntry[]): InventoryPlugin {
  return pluginOf('alpha', {
    cached: {
      path: 'plugins/cache/acme/alpha/1.0.0',
      treeSha256: hashTree(entries),
      entries,
      contents: { skills: [], mcpServers: [], hooks: [], apps: [] },
    },
  });
}

describe('a plugin beside what was promoted', () => {
  const promoted = (treeSha256: string, plugin = 'alpha@acme') => [{ plugin, treeSha256 }];
  const pipes = ['p', 'q', 'r', 's'].map((path) => ({
    type: 'unreadable' as const,
    path,
    why: 'it is a pipe',
  }));
  it.each([
    ['is the same', promoted(hashTree([file('a')])), [file('a')], undefined],
    ['is other bytes', promoted(hashTree([file('b')])), [file('a')], 'alpha@acme is not what was promoted'],
    [
      'is another plugin',
      promoted(hashTree([file('a')]), 'beta@acme'),
      [file('a')],
      'alpha@acme is not what was promoted',
    ],
    [
      'was recorded without its files',
      promoted(createHash('sha256').digest('hex')),
      [file('a')],
      'alpha@acme was promoted in an older form of its digest, which left out some files: review it again',
    ],
    [
      'has what cannot be read',
      promoted(hashTree(pipes)),
      pipes,
      'alpha@acme: cannot be read: p (it is a pipe), q (it is a pipe), r (it is a pipe), and 1 more',
    ],
  ])('%s', (_, trees, entries, text) => {
    expect(differenceFrom(trees, installed(entries), 'promoted')).toBe(text);
  });
});
