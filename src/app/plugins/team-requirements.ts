import { requirementsFragment } from '../../domain/plugins/sources/requirements-fragment.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';
import { readSources } from './decide-source.ts';
import { type InventoryRequest, readInventory } from './read-inventory.ts';

/** The team standards, and a fragment of requirements.toml that allows only them. */
export async function teamRequirements(
  world: World,
  store: ReadStore | undefined,
  request: InventoryRequest,
): Promise<{ promoted: readonly string[]; fragment: string }> {
  const inventory = await readInventory(world, request);
  const found = await readSources(world, store, inventory);
  const promoted = found.filter(({ state }) => state === 'team standard').map(({ source }) => source);
  const leftOut = found.flatMap(({ source, why }) => (why === null ? [] : [{ source, why }]));
  const version = inventory.cliVersion ?? 'of an unknown version';
  return { promoted, fragment: requirementsFragment(inventory, { promoted, leftOut, version }) };
}
