import { childEnvironment } from '../../codex/environment.ts';
import { findCodex } from '../../codex/find.ts';
import { teamHome } from '../../codex/scratch.ts';
import { startProcess } from '../../codex/start-process.ts';
import { errorText, exited } from '../../domain/checks/outcome.ts';
import { RefusedError, WorkError } from '../../domain/errors.ts';
import { cachedOf } from '../../domain/plugins/plugin-command.ts';
import { differenceFrom } from '../../domain/plugins/recorded-tree.ts';
import { clean, cleanLine } from '../../domain/text/clean.ts';
import { redactOutput } from '../../domain/text/redact.ts';
import { toBlob, toEvidence } from '../../store/blob.ts';
import type { Store } from '../../store/open.ts';
import { actingPerson } from '../actor.ts';
import { authorize } from '../authorize.ts';
import { productFolder } from '../product-folder.ts';
import type { World } from '../world.ts';
import { type InventoryRequest, readInventory } from './read-inventory.ts';
import { requireMarketplace } from './review-upgrade.ts';
import { readSourceRecord } from './source-record.ts';

/** What a real upgrade came to, beside what was reviewed. */
export type RealUpgrade = {
  seq: number;
  marketplace: string;
  equal: boolean;
  differences: readonly string[];
};

const timeoutMs = 120_000;

/**
 * Upgrades a marketplace in the person's real CODEX_HOME, as they said, and verifies that it became exactly what
 * was reviewed.
 *
 * @throws RefusedError without a review, or without the role
 * @throws WorkError when the CLI refuses; the old snapshot stays then
 */
export async function upgradeMarketplace(
  world: World,
  store: Store,
  { marketplace, ...request }: InventoryRequest & { marketplace: string },
): Promise<RealUpgrade> {
  const { environment } = world;
  const actor = await actingPerson(world);
  await authorize(store, actor, 'upgrade a marketplace');
  const review = (await readSourceRecord(store)).reviews.get(marketplace);
  requireMarketplace(await readInventory(world, request), marketplace);
  if (!review || review.outcome === 'failed') {
    throw new RefusedError(
      `the upgrade of ${marketplace} is not reviewed`,
      `Try it on a copy first: codex-cockpit plugin upgrade-review ${marketplace}`,
    );
  }
  const codex = await findCodex(environment, { named: request.codex, beside: productFolder() });
  const { outcome } = startProcess([codex, 'plugin', 'marketplace', 'upgrade', marketplace, '--json'], {
    cwd: world.cwd,
    env: childEnvironment(environment, teamHome(environment)),
    timeoutMs,
    signal: request.signal,
  });
  const upgraded = await outcome;
  if (!exited(upgraded))
    throw new WorkError(`the upgrade failed: ${cleanLine(errorText(upgraded)).slice(0, 300)}`);
  const after = cachedOf(await readInventory(world, request), marketplace);
  const differences = [
    ...after.flatMap((plugin) => differenceFrom(review.trees, plugin, 'reviewed') ?? []),
    ...review.trees
      .filter(({ plugin }) => !after.some(({ id }) => id === plugin))
      .map(({ plugin }) => `${plugin} was reviewed and is not there`),
  ];
  const printed = toBlob(redactOutput(clean(`${upgraded.stdout}${upgraded.stderr}`), []));
  const body = {
    v: 2 as const,
    marketplace,
    review: review.seq,
    started: null,
    outcome: differences.length === 0 ? ('as reviewed' as const) : ('not as reviewed' as const),
    summary: null,
    revision: null,
    differences,
    evidence: [toEvidence('codex plugin marketplace upgrade', printed)],
  };
  const [entry] = await store.append(() => [
    { actor, subject: `source/${marketplace}`, event: { kind: 'plugins.upgraded', body }, blobs: [printed] },
  ]);
  return { seq: entry?.seq ?? 0, marketplace, equal: differences.length === 0, differences };
}
