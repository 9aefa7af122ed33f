import { type Command, Option } from 'commander';
import { attestItem, findItem, waiveItem, withdrawFromItem } from '../../app/rollout/item-decisions.ts';
import { readCurrent } from '../../app/rollout/read-rollout.ts';
import { PHASE_IDS, type PhaseId } from '../../domain/base/phase.ts';
import { allItems } from '../../domain/rollout/derive-rollout.ts';
import { describeItem } from '../../domain/rollout/describe-item.ts';
import { ITEM_STATES, type ItemState, type JudgedItem } from '../../domain/rollout/items/item-status.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderItemTable } from '../../report/rollout/item-table.ts';
import { itemFields } from '../../report/rollout/rollout-fields.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type ItemFlags = CommonFlags & { note?: string; reason?: string; for?: string };
type ListFlags = CommonFlags & { state?: ItemState; phase?: PhaseId };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command
    .command('list', { isDefault: true })
    .description('every item with its derived state')
    .addOption(new Option('--state <state>', 'only those in this state').choices(ITEM_STATES))
    .addOption(new Option('--phase <phase>', 'only those of this phase').choices(PHASE_IDS));
  withCommonFlags(list).action(async (_, command: Command) =>
    finish(await listItems(host, command.optsWithGlobals())),
  );

  const show = command
    .command('show')
    .description('what an item asks for, and what shows it')
    .argument('<item>', 'the item');
  withCommonFlags(show).action(async (id: string, _, command: Command) => {
    const flags = command.optsWithGlobals<ItemFlags>();
    const { derived } = await reading(host, flags, (store) => readCurrent(host.world, store));
    finish(print(host, flags, findItem(derived, id)));
  });

  const attest = command
    .command('attest')
    .description('vouch for what an item states')
    .argument('<item>', 'the item')
    .option('--note <text>', 'what you looked at, or where it is written down');
  withCommonFlags(attest).action(async (item: string, _, command: Command) => {
    const flags = command.optsWithGlobals<ItemFlags>();
    const judged = await recording(host, flags, (store) =>
      attestItem(host.world, store, { item, note: flags.note }),
    );
    finish(print(host, flags, judged));
  });

  const waive = command
    .command('waive')
    .description('do without an item for a while')
    .argument('<item>', 'the item')
    .requiredOption('--reason <text>', 'why; the history keeps it')
    .option('--for <days>', 'for how long, such as 14d (default: 30d)');
  withCommonFlags(waive).action(async (item: string, _, command: Command) => {
    const flags = command.optsWithGlobals<ItemFlags>();
    const asked = { item, reason: flags.reason ?? '', days: flags.for };
    finish(print(host, flags, await recording(host, flags, (store) => waiveItem(host.world, store, asked))));
  });

  const withdraw = command
    .command('withdraw')
    .description('take the newest attestation or waiver of an item back')
    .argument('<item>', 'the item')
    .requiredOption('--reason <text>', 'why; the history keeps it');
  withCommonFlags(withdraw).action(async (item: string, _, command: Command) => {
    const flags = command.optsWithGlobals<ItemFlags>();
    const asked = { item, reason: flags.reason ?? '' };
    finish(
      print(host, flags, await recording(host, flags, (store) => withdrawFromItem(host.world, store, asked))),
    );
  });

  withExamples(command, [
    ['codex-cockpit item list --state stale', 'what has to be shown again'],
    ['codex-cockpit item show pilot.pinned-version', 'what it asks for, what shows it, how old that is'],
    [
      'codex-cockpit item attest pilot.use-cases --note "docs/use-cases.md"',
      'vouch for it, in the role of its owner',
    ],
    [
      'codex-cockpit item waive pilot.sandbox --reason "kernel upgrade in December" --for 30d',
      'needs the role that may waive',
    ],
  ]);
}

async function listItems(host: Host, flags: ListFlags): Promise<number> {
  const { derived } = await reading(host, flags, (store) => readCurrent(host.world, store));
  const phase = flags.phase && derived.phases.find(({ id }) => id === flags.phase);
  const items = (phase ? phase.items : allItems(derived)).filter(
    ({ state }) => flags.state === undefined || state === flags.state,
  );
  host.out(
    flags.json ? jsonDocument('items', { items: items.map(itemFields) }) : renderItemTable(items, host.paint),
  );
  return 0;
}

function print(host: Host, flags: CommonFlags, judged: JudgedItem): number {
  host.out(
    flags.json
      ? jsonDocument('item', { item: itemFields(judged) })
      : `${describeItem(judged, host.world.now())}\n`,
  );
  return 0;
}
