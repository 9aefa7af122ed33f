import { attestItem, findItem, waiveItem, withdrawFromItem } from '../../app/rollout/item-decisions.ts';
import { readCurrent } from '../../app/rollout/read-rollout.ts';
import { PHASE_IDS } from '../../domain/base/phase.ts';
import { allItems } from '../../domain/rollout/derive-rollout.ts';
import { ITEM_STATES, type JudgedItem } from '../../domain/rollout/items/item-status.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { describeItem, itemFields, renderItemTable } from '../../report/rollout/item.ts';
import type { Call } from '../program/call.ts';
import { arg, choiceFlag, flag, reasonFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const itemArg = arg('<item>', 'the item');

const judged = {
  text: (item: JudgedItem, { world }: Call) => `${describeItem(item, world.now())}\n`,
  json: (item: JudgedItem) => jsonDocument('item', { item: itemFields(item) }),
};

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'every item with its derived state',
  flags: {
    state: choiceFlag('--state <state>', 'only items in this state', ITEM_STATES),
    phase: choiceFlag('--phase <phase>', 'only items of this phase', PHASE_IDS),
  },
  run: async ({ state, phase: asked }, { world, read }) => {
    const { derived } = await read((store) => readCurrent(world, store));
    const phase = derived.phases.find(({ id }) => id === asked);
    const items = phase ? phase.items : allItems(derived);
    return items.filter((item) => state === undefined || item.state === state);
  },
  text: (items, { paint }) => renderItemTable(items, paint),
  json: (items) => jsonDocument('items', { items: items.map(itemFields) }),
});

const show = subcommand({
  name: 'show',
  summary: 'what an item asks for, and its evidence',
  args: { item: itemArg },
  run: async ({ item }, { world, read }) => {
    const { derived } = await read((store) => readCurrent(world, store));
    return findItem(derived, item);
  },
  ...judged,
});

const attest = subcommand({
  name: 'attest',
  summary: 'vouch for what an item states',
  args: { item: itemArg },
  flags: { note: flag('--note <text>', 'what you looked at, or where it is written down') },
  run: ({ item, note }, { world, record }) => record((store) => attestItem(world, store, { item, note })),
  ...judged,
});

const waive = subcommand({
  name: 'waive',
  summary: 'accept for a limited time that an item is not met',
  args: { item: itemArg },
  flags: { reason: reasonFlag, for: flag('--for <days>', 'for how long, such as 14d (default: 30d)') },
  run: ({ item, reason, for: days }, { world, record }) =>
    record((store) => waiveItem(world, store, { item, reason, days })),
  ...judged,
});

const withdraw = subcommand({
  name: 'withdraw',
  summary: 'withdraw the newest attestation or waiver of an item',
  args: { item: itemArg },
  flags: { reason: reasonFlag },
  run: ({ item, reason }, { world, record }) =>
    record((store) => withdrawFromItem(world, store, { item, reason })),
  ...judged,
});

export const define = group({
  subcommands: [list, show, attest, waive, withdraw],
  examples: [
    ['codex-cockpit item list --state stale', 'items whose evidence has to be renewed'],
    ['codex-cockpit item show pilot.pinned-version', 'what it asks for, its evidence, how old that is'],
    [
      'codex-cockpit item attest pilot.use-cases --note "docs/use-cases.md"',
      'vouch for it, in the role of its owner',
    ],
    [
      'codex-cockpit item waive pilot.sandbox --reason "kernel upgrade in December" --for 30d',
      'needs the role that may waive',
    ],
  ],
});
