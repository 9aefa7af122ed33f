import type { Command } from 'commander';
import { lintSources } from '../../app/plugins/lint-sources.ts';
import { readInventory } from '../../app/plugins/read-inventory.ts';
import { loadSnapshot, takeSnapshot } from '../../app/plugins/snapshots.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import { isRefusal } from '../../domain/plugins/manifest/lint-finding.ts';
import { diffInventories } from '../../domain/plugins/sources/diff-inventories.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import {
  inventoryFields,
  renderInventory,
  renderInventoryDiff,
  renderLint,
} from '../../report/plugins/plugins.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { talkOfInventory } from './inventory-talk.ts';
import { defineSources } from './plugin-sources.ts';

type PluginFlags = CommonFlags & { codex?: string };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const inventory = command
    .command('inventory', { isDefault: true })
    .description(
      'every marketplace and plugin, with hashes and what each brings; exit 1 when something is hidden or broken',
    );
  withCommonFlags(inventory).action(async (_, command: Command) =>
    finish(await inventoryCommand(host, command.optsWithGlobals())),
  );

  const snapshot = command.command('snapshot').description('record the inventory in the history');
  withCommonFlags(snapshot).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<PluginFlags>();
    const taken = await recording(host, flags, (store) =>
      takeSnapshot(host.world, store, {
        codex: flags.codex,
        signal: host.interrupt,
        ...talkOfInventory(host, flags),
      }),
    );
    const { plugins, marketplaces } = taken.inventory;
    host.out(
      flags.json
        ? jsonDocument('plugin-snapshot', { entry: taken.seq, ...inventoryFields(taken.inventory) })
        : `Snapshot ${taken.seq}: ${plugins.length} plugins of ${marketplaces.length} marketplaces.\n`,
    );
    finish(0);
  });

  const diff = command
    .command('diff')
    .description('what changed between two snapshots; exit 1 when something did')
    .argument('[before]', 'the entry of a snapshot, or "last"', 'last')
    .argument('[after]', 'the entry of a snapshot, "last", or "now"', 'now');
  withCommonFlags(diff).action(async (before: string, after: string, _, command: Command) =>
    finish(await diffCommand(host, { before, after }, command.optsWithGlobals())),
  );

  const lint = command
    .command('lint')
    .description(
      'the manifests of the configured marketplaces, or of a folder; exit 1 on what the CLI refuses',
    )
    .argument('[folder]', 'the root of a marketplace');
  withCommonFlags(lint).action(async (folder: string | undefined, _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    const linted = await lintSources(host.world, folder);
    host.out(flags.json ? jsonDocument('plugin-lint', { sources: linted }) : renderLint(linted, host.paint));
    finish(linted.some(({ findings }) => findings.some(isRefusal)) ? 1 : 0);
  });

  defineSources(command, host, finish);
  withExamples(command, [
    ['codex-cockpit plugin inventory', 'also what codex plugin list hides'],
    ['codex-cockpit plugin snapshot', 'something to compare a later look with'],
    ['codex-cockpit plugin diff last now', 'new hooks, other bytes under the same version, moved revisions'],
    [
      'codex-cockpit plugin upgrade-review acme',
      'try the upgrade on a copy, and record what it would change',
    ],
    ['codex-cockpit plugin promote acme --reason "two weeks of use"', 'one step; says what is missing'],
  ]);
}

async function inventoryCommand(host: Host, flags: PluginFlags): Promise<number> {
  const inventory = await look(host, flags);
  host.out(
    flags.json
      ? jsonDocument('plugin-inventory', inventoryFields(inventory))
      : renderInventory(inventory, host.paint),
  );
  return inventory.findings.length > 0 ? 1 : 0;
}

async function diffCommand(
  host: Host,
  { before, after }: { before: string; after: string },
  flags: PluginFlags,
): Promise<number> {
  const diff = await reading(host, flags, async (store) => {
    const one = await loadSnapshot(store, before);
    const other = after === 'now' ? await look(host, flags) : (await loadSnapshot(store, after)).inventory;
    return diffInventories(one.inventory, other);
  });
  host.out(flags.json ? jsonDocument('plugin-diff', diff) : renderInventoryDiff(diff, host.paint));
  return diff.changes.length + diff.files.length > 0 ? 1 : 0;
}

function look(host: Host, flags: PluginFlags): Promise<Inventory> {
  const request = { codex: flags.codex, signal: host.interrupt, ...talkOfInventory(host, flags) };
  return readInventory(host.world, request);
}
