import { expect, it } from 'vitest';
import {
  countBrings,
  describeBrings,
  describeSize,
} from '../../../../src/domain/plugins/inventory/brings.ts';
import type { InventoryPlugin } from '../../../../src/domain/plugins/inventory/inventory.ts';
import { pluginOf } from '../../../support/inventory-builders.ts';

const plugin = pluginOf('alpha', {
  cached: {
    path: 'x',
    treeSha256: 'aa',
    entries: [],
    contents: { skills: ['one'], mcpServers: [], hooks: [], apps: ['a', 'b'] },
  },
});
const nothing = { ...plugin, cached: null };
const finding = (kind: 'unproven' | 'loads-differ') => [{ kind, subject: 'alpha@acme', text: 'why' }];

it.each([
  ['its parts, apps included', plugin, [], '1 skill, 2 apps'],
  ['nothing where the CLI says so too', nothing, [], 'nothing that runs'],
  ['unproven where the CLI was not asked', nothing, finding('unproven'), 'unproven'],
  ['a difference first', plugin, finding('loads-differ'), 'DIFFERS from what the CLI loads, 1 skill, 2 apps'],
] as const)('says of a plugin %s', (_, given, findings, text) => {
  expect(describeBrings(given, findings)).toBe(text);
});

const file = (path: string, size: number) => ({ type: 'file' as const, path, sha256: 'aa', size });
const withFiles = (...entries: readonly ReturnType<typeof file>[]): InventoryPlugin => ({
  ...plugin,
  cached: { path: 'x', treeSha256: 'aa', entries: [...entries], contents: { ...empty } },
});
const empty = { skills: [], mcpServers: [], hooks: [], apps: [] };

it('counts the agents and commands of a plugin by their files', () => {
  const given = withFiles(
    file('agents/reviewer.md', 10),
    file('commands/deploy.md', 10),
    file('commands/ops/restart.md', 10),
    file('commands/logo.png', 10),
    file('docs/agents/notes.md', 10),
  );
  expect(describeBrings(given, [])).toBe('1 agent file, 2 command files');
});

it.each([
  ['no files, 0 B', withFiles()],
  ['1 file, 999 B', withFiles(file('a', 999))],
  ['2 files, 34.0 KiB', withFiles(file('a', 34_000), file('b', 800))],
  ['1 file, 190.7 MiB', withFiles(file('a', 200_000_000))],
  ['', nothing],
])('says of the size of a plugin: %s', (text, given) => {
  expect(describeSize(given)).toBe(text);
});

it('counts what an installed plugin has, and nothing of one that is not', () => {
  const given = withFiles(file('agents/one.md', 10), file('commands/two.md', 5), file('commands/run.sh', 1));
  expect(countBrings(given)).toMatchObject({ files: 3, bytes: 16, agents: 1, commands: 1 });
  expect(countBrings(plugin)).toMatchObject({ skills: 1, hooks: 0, servers: 0, apps: 2 });
  expect(countBrings(nothing)).toBeNull();
});
