import type {
  Inventory,
  InventoryMarketplace,
  InventoryPlugin,
} from '../../src/domain/plugins/inventory/inventory.ts';
import { hashTree } from '../../src/domain/plugins/inventory/plugin-tree.ts';

const contents = { skills: [], mcpServers: [], hooks: [], apps: [] };

/** Digest of the folder of a plugin without files. */
export const emptyTree = hashTree([]);

/** A marketplace `acme`, in a folder. */
export const acme: InventoryMarketplace = {
  name: 'acme',
  sourceType: 'local',
  source: '/acme',
  ref: null,
  folders: [],
  revision: null,
  root: '/acme',
  broken: null,
};

/** A plugin of `acme` that is not installed. */
export const pluginOf = (name: string, given: Partial<InventoryPlugin> = {}): InventoryPlugin => ({
  id: `${name}@acme`,
  name,
  marketplace: 'acme',
  version: null,
  installed: false,
  enabled: null,
  listed: false,
  installPolicy: null,
  authPolicy: null,
  source: null,
  cached: null,
  ...given,
});

/** A plugin of `acme` that is installed, with one file of so much text. */
export function installedOf(name: string, text = ''): InventoryPlugin {
  const entries =
    text === '' ? [] : [{ type: 'file' as const, path: 'skill.md', sha256: text, size: text.length }];
  return pluginOf(name, {
    installed: true,
    enabled: true,
    listed: true,
    cached: { path: `plugins/cache/acme/${name}/1`, treeSha256: hashTree(entries), entries, contents },
  });
}

/** An inventory of `acme`. */
export const inventoryOf = (given: Partial<Inventory> = {}): Inventory => ({
  version: 1,
  cliVersion: '0.139.0',
  marketplaces: [acme],
  plugins: [],
  findings: [],
  ...given,
});
