import { expect, it } from 'vitest';
import { describeBrings } from '../../../src/domain/plugins/brings.ts';
import type { InventoryPlugin } from '../../../src/domain/plugins/inventory.ts';

const plugin: InventoryPlugin = {
  id: 'alpha@acme',
  name: 'alpha',
  marketplace: 'acme',
  version: null,
  installed: true,
  enabled: true,
  listed: true,
  installPolicy: null,
  authPolicy: null,
  source: null,
  cached: {
    path: 'x',
    treeSha256: 'aa',
    entries: [],
    contents: { skills: ['one'], mcpServers: [], hooks: [], apps: ['a', 'b'] },
  },
};
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
