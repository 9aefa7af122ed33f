import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { requireReason } from '../../domain/base/require-reason.ts';
import type { Act } from '../../domain/people/act.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import { identityIn, requireMarketplace, treesOf } from '../../domain/plugins/inventory/one-marketplace.ts';
import {
  commandsOf,
  isSameCommand,
  type PluginCommand,
  type ShownCommand,
  showCommands,
} from '../../domain/plugins/inventory/plugin-command.ts';
import { pinWarnings } from '../../domain/plugins/sources/judge-promotion.ts';
import type { SourceRecord } from '../../domain/plugins/sources/source-record.ts';
import { recordTrees, type SourceState } from '../../domain/plugins/sources/source-state.ts';
import {
  type NextState,
  promote,
  type SourceStatus,
  sourceStatus,
  takeBack,
} from '../../domain/plugins/sources/source-status.ts';
import type { Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { lintSources } from './lint-sources.ts';
import { type InventoryRequest, readInventory } from './read-inventory.ts';
import { readSourceRecord } from './source-record.ts';

/** A decision about a source. */
export type DecidedSource = { source: string; state: SourceState; seq: number; warnings: readonly string[] };

type DecisionRequest = InventoryRequest & { source: string; reason: string };

/** The sources of plugins: those that are configured, and those that something was decided of. */
export async function readSources(
  world: World,
  views: Pick<Store, 'entriesOfKind' | 'path'> | undefined,
  inventory: Inventory,
): Promise<readonly SourceStatus[]> {
  const record = views ? await readSourceRecord(views) : undefined;
  const lint = await lintSources(world);
  const names = [
    ...new Set([
      ...inventory.marketplaces.map(({ name }) => name),
      ...(record?.decisions ?? []).map(({ source }) => source),
    ]),
  ];
  return names.sort().map((source) => sourceStatus(source, { inventory, record, lint }));
}

/**
 * Promotes a source one step: from unknown to experiment, from experiment to team standard.
 *
 * @throws RefusedError naming everything that keeps it back, or the role that is needed
 */
export async function promoteSource(
  world: World,
  store: Store,
  { source, reason, ...request }: DecisionRequest,
): Promise<DecidedSource> {
  const inventory = await readInventory(world, request);
  requireMarketplace(inventory, source);
  const lint = await lintSources(world);
  return decide(world, store, { source, reason, act: 'promote a source', inventory }, (record) =>
    promote(source, { inventory, record, lint }),
  );
}

/**
 * Takes a source a step back, or blocks it.
 *
 * @throws RefusedError when it is no step back, or naming the role that is needed
 */
export async function demoteSource(
  world: World,
  store: Store,
  { source, reason, to, ...request }: DecisionRequest & { to: 'experiment' | 'unknown' | 'blocked' },
): Promise<DecidedSource> {
  const inventory = await readInventory(world, request);
  return decide(world, store, { source, reason, act: 'demote or block a source', inventory }, (record) => {
    const isKnown =
      record.decisions.some((one) => one.source === source) ||
      inventory.plugins.some(({ marketplace }) => marketplace === source);
    if (!isKnown) requireMarketplace(inventory, source);
    return takeBack(source, to, { inventory, record });
  });
}

/**
 * The hooks and servers of a source in full, with what changed since they were acknowledged. Records nothing.
 *
 * @throws UsageError for an unknown marketplace
 */
export async function readCommands(
  world: World,
  views: Pick<Store, 'entriesOfKind'> | undefined,
  { source, ...request }: InventoryRequest & { source: string },
): Promise<readonly ShownCommand[]> {
  const inventory = await readInventory(world, request);
  requireMarketplace(inventory, source);
  const record = views ? await readSourceRecord(views) : undefined;
  return showCommands(commandsOf(inventory, source), record?.acknowledged.get(source) ?? []);
}

/**
 * Records that the security owner has looked at every hook and server of a source.
 *
 * @param shown what they were shown; undefined when the caller did not keep it
 * @throws UsageError when it has none; RefusedError when they are others than were shown
 */
export async function acknowledgeSource(
  world: World,
  store: Store,
  { source, ...request }: InventoryRequest & { source: string },
  shown?: readonly PluginCommand[],
): Promise<readonly PluginCommand[]> {
  const actor = await actingPerson(world);
  const inventory = await readInventory(world, request);
  requireMarketplace(inventory, source);
  const commands = commandsOf(inventory, source);
  if (shown && !commands.every((one) => shown.some((other) => isSameCommand(one, other))))
    throw new RefusedError(`the commands of ${source} changed while they were shown; look at them again`);
  if (commands.length === 0) throw new UsageError(`the plugins of ${source} run no hooks and no servers`);
  await store.append(async (views) => {
    const role = await authorize(views, actor, 'acknowledge the commands of a source');
    const body = { v: 2 as const, source, role, commands: [...commands] };
    return [{ actor, subject: `source/${source}`, event: { kind: 'source.acknowledged', body } }];
  });
  return commands;
}

async function decide(
  world: World,
  store: Store,
  { source, reason, act, inventory }: { source: string; reason: string; act: Act; inventory: Inventory },
  choose: (record: SourceRecord) => NextState,
): Promise<DecidedSource> {
  const actor = await actingPerson(world);
  const why = requireReason(reason);
  const marketplace = inventory.marketplaces.find(({ name }) => name === source);
  let decided: Omit<DecidedSource, 'seq'> = { source, state: 'unknown', warnings: [] };
  const [entry] = await store.append(async (views) => {
    const role = await authorize(views, actor, act);
    const { state, review, warnings } = choose(await readSourceRecord(views));
    decided = {
      source,
      state,
      warnings: [...new Set([...warnings, ...(marketplace ? pinWarnings(marketplace) : [])])],
    };
    const body = {
      v: 2 as const,
      source,
      identity: identityIn(inventory, source) ?? null,
      state,
      role,
      reason: why,
      review,
      revision: marketplace?.revision ?? null,
      trees: recordTrees(treesOf(inventory, source)),
      warnings: [...decided.warnings],
    };
    return [{ actor, subject: `source/${source}`, event: { kind: 'source.decided', body } }];
  });
  return { ...decided, seq: entry?.seq ?? 0 };
}
