import { lintSources } from '../../app/plugins/lint-sources.ts';
import { readInventory } from '../../app/plugins/read-inventory.ts';
import { compareSnapshots, takeSnapshot } from '../../app/plugins/snapshots.ts';
import { isRefusal } from '../../domain/plugins/manifest/lint-finding.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import {
  inventoryFields,
  renderInventory,
  renderInventoryDiff,
  renderLint,
} from '../../report/plugins/plugins.ts';
import { arg, codexFlag, defaultArg } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';
import { inventoryRequest } from './inventory-request.ts';
import { acknowledge, block, demote, promote, requirements, sources } from './plugin-sources.ts';
import { upgrade, upgradeReview } from './plugin-upgrade.ts';

const inventory = subcommand({
  name: 'inventory',
  isDefault: true,
  summary:
    'every marketplace and plugin, with hashes and what each brings; exit 1 when something is hidden or broken',
  flags: { codex: codexFlag },
  run: (given, call) => readInventory(call.world, inventoryRequest(given, call)),
  text: (found, { paint }) => renderInventory(found, paint),
  json: (found) => jsonDocument('plugin-inventory', inventoryFields(found)),
  exit: ({ findings }) => (findings.length > 0 ? 1 : 0),
});

const snapshot = subcommand({
  name: 'snapshot',
  summary: 'record the inventory in the history',
  flags: { codex: codexFlag },
  run: (given, call) =>
    call.record((store) => takeSnapshot(call.world, store, inventoryRequest(given, call))),
  text: ({ seq, inventory: { plugins, marketplaces } }) =>
    `Snapshot ${seq}: ${plugins.length} plugins of ${marketplaces.length} marketplaces.\n`,
  json: ({ seq, inventory: found }) =>
    jsonDocument('plugin-snapshot', { entry: seq, ...inventoryFields(found) }),
});

const diff = subcommand({
  name: 'diff',
  summary: 'what changed between two snapshots; exit 1 when something did',
  args: {
    before: defaultArg('[before]', 'the entry of a snapshot, or "last"', 'last'),
    after: defaultArg('[after]', 'the entry of a snapshot, "last", or "now"', 'now'),
  },
  flags: { codex: codexFlag },
  run: ({ before, after, ...given }, call) =>
    call.read((store) =>
      compareSnapshots(call.world, store, { before, after, ...inventoryRequest(given, call) }),
    ),
  text: (found, { paint }) => renderInventoryDiff(found, paint),
  json: (found) => jsonDocument('plugin-diff', found),
  exit: ({ changes, files }) => (changes.length + files.length > 0 ? 1 : 0),
});

const lint = subcommand({
  name: 'lint',
  summary:
    'check the manifests of the configured marketplaces, or of a folder; exit 1 on what the CLI refuses',
  args: { folder: arg('[folder]', 'the root of a marketplace') },
  run: ({ folder }, { world }) => lintSources(world, folder),
  text: (linted, { paint }) => renderLint(linted, paint),
  json: (linted) => jsonDocument('plugin-lint', { sources: linted }),
  exit: (linted) => (linted.some(({ findings }) => findings.some(isRefusal)) ? 1 : 0),
});

export const define = group({
  subcommands: [
    ...[inventory, snapshot, diff, lint, sources, upgradeReview, upgrade],
    ...[acknowledge, promote, demote, block, requirements],
  ],
  examples: [
    ['codex-cockpit plugin inventory', 'also what codex plugin list hides'],
    ['codex-cockpit plugin snapshot', 'record the inventory, to compare a later one with it'],
    ['codex-cockpit plugin diff last now', 'new hooks, other bytes under the same version, moved revisions'],
    [
      'codex-cockpit plugin upgrade-review acme',
      'try the upgrade on a copy, and record what it would change',
    ],
    ['codex-cockpit plugin promote acme --reason "two weeks of use"', 'one step; says what is missing'],
  ],
});
