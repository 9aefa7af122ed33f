import { teamHome } from '../../codex/cli/isolation.ts';
import { RefusedError, UsageError, WorkError } from '../../domain/base/errors.ts';
import { errorText, exited, type Outcome } from '../../domain/base/outcome.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { EventBody } from '../../domain/history/entry/event.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import { onlyOf, requireMarketplace, revisionOf } from '../../domain/plugins/inventory/one-marketplace.ts';
import { diffInventories, type InventoryDiff } from '../../domain/plugins/sources/diff-inventories.ts';
import type { RecordedReview } from '../../domain/plugins/sources/judge-promotion.ts';
import { differencesFrom, requireReview } from '../../domain/plugins/sources/judge-upgrade.ts';
import { identityOf } from '../../domain/plugins/sources/source-identity.ts';
import { recordTrees } from '../../domain/plugins/sources/source-state.ts';
import { trustOf } from '../../domain/plugins/sources/source-trust.ts';
import { takeFileLock } from '../../store/connection/file-lock.ts';
import type { Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { type InventoryRequest, readInventory } from './read-inventory.ts';
import { evidenceOf, readReviewed } from './review-upgrade.ts';
import { readSourceRecord, upgradeLock } from './source-record.ts';
import { gitMarketplaces, type TriedUpgrade, withUpgradeOnCopy } from './try-upgrade.ts';

/** The result of a real upgrade, compared with its review. */
export type RealUpgrade = {
  seq: number;
  marketplace: string;
  equal: boolean;
  /** What is not as reviewed, with the files. */
  differences: readonly string[];
};

type Request = InventoryRequest & { marketplace: string };

const noDiff: InventoryDiff = { changes: [], files: [] };

/**
 * Upgrades a marketplace in the person's real CODEX_HOME, as they said. What upstream offers is fetched and
 * compared with the review first; the CLI then gets those fetched bytes and nothing else. The intention is recorded
 * before, and the result after, whatever it is.
 *
 * @throws RefusedError without a review of what upstream offers now, without the role, or while another upgrade of the
 *   marketplace is in progress; nothing is changed then
 * @throws WorkError when the CLI fails in the real CODEX_HOME; the history says so
 */
export async function upgradeMarketplace(
  world: World,
  store: Store,
  { marketplace, ...request }: Request,
): Promise<RealUpgrade> {
  const actor = await actingPerson(world);
  await authorize(store, actor, 'upgrade a marketplace');
  const isGit = (await gitMarketplaces(world)).includes(marketplace);
  const unlock = isGit ? await takeFileLock(upgradeLock(store.path, marketplace)) : () => undefined;
  if (!unlock)
    throw new RefusedError(
      `another upgrade of ${marketplace} is in progress`,
      'Wait for it to end: codex-cockpit plugin sources.',
    );
  try {
    await settleUnfinished(world, store, { marketplace, ...request });
    return await upgradeAlone(world, store, actor, { marketplace, ...request });
  } finally {
    unlock();
  }
}

async function upgradeAlone(
  world: World,
  store: Store,
  actor: string,
  { marketplace, ...request }: Request,
): Promise<RealUpgrade> {
  return withUpgradeOnCopy(world, { marketplace, ...request }, async (tried) => {
    const { reviews, decisions } = await readSourceRecord(store);
    const source = requireMarketplace(tried.before, marketplace);
    const identity = identityOf(source);
    const { state, why } = trustOf(marketplace, identity, decisions);
    if (state === 'blocked')
      throw new RefusedError(`${marketplace} is blocked${why === null ? '' : `: ${why}`}`);
    const { fetched } = tried;
    if (!fetched) {
      throw new UsageError(
        `${marketplace} is not a git marketplace, so there is nothing to upgrade`,
        'A local one is used where it is: codex plugin add installs a plugin again.',
      );
    }
    const newest = reviews.get(marketplace);
    const reviewed = newest && (await readReviewed(store, newest.seq));
    const review = requireReview(newest, tried, { marketplace, reviewed });
    const [intention] = await store.append(async (views) => {
      const role = await authorize(views, actor, 'upgrade a marketplace');
      const body: EventBody<'plugins.upgrade-started'> = {
        v: 1,
        marketplace,
        identity,
        role,
        review: review.seq,
        from_revision: revisionOf(tried.before, marketplace),
        to_revision: review.afterRevision,
        trees: recordTrees(review.trees),
      };
      return [{ actor, subject: `source/${marketplace}`, event: { kind: 'plugins.upgrade-started', body } }];
    });
    const result = await carryOut(world, request, {
      tried,
      marketplace,
      review,
      reviewed,
      repeat: fetched.repeat,
    });
    const seq = await recordOutcome(store, {
      actor,
      marketplace,
      review: review.seq,
      started: intention?.seq ?? null,
      ...result,
    });
    if (result.outcome === 'failed') {
      throw new WorkError(
        `the upgrade of ${marketplace} failed: ${result.summary ?? ''}`,
        `Entry ${seq} says what is installed now. To see more: codex-cockpit plugin inventory.`,
      );
    }
    return {
      seq,
      marketplace,
      equal: result.outcome === 'as reviewed',
      differences: result.differences,
    };
  });
}

/** Records, for each upgrade that was killed, what is installed now. */
async function settleUnfinished(
  world: World,
  store: Store,
  { marketplace, ...request }: Request,
): Promise<void> {
  const { unfinished } = await readSourceRecord(store);
  const open = unfinished.filter((one) => one.marketplace === marketplace);
  if (open.length === 0) return;
  const actor = await actingPerson(world);
  const now = await readInventory(world, request);
  for (const { seq, review, at, revision, trees } of open) {
    const reviewed = await readReviewed(store, review);
    const differences = differencesFrom(now, marketplace, { trees, afterRevision: revision, reviewed });
    await recordOutcome(store, {
      actor,
      marketplace,
      review,
      started: seq,
      outcome: 'interrupted',
      summary: `it began at ${at} and was never finished; what is installed now is ${differences.length === 0 ? 'what was reviewed' : 'not what was reviewed'}`,
      revision: revisionOf(now, marketplace),
      differences,
      diff: noDiff,
      upgraded: undefined,
    });
  }
}

type Result = Omit<EventBody<'plugins.upgraded'>, 'v' | 'marketplace' | 'review' | 'started' | 'evidence'> & {
  /** From what was reviewed to what is installed now. */
  diff: InventoryDiff;
  upgraded: Outcome | undefined;
};

/** Upgrades the real CODEX_HOME with the fetched bytes and compares the result with the review; a failure is a result too. */
async function carryOut(
  world: World,
  request: InventoryRequest,
  {
    tried,
    marketplace,
    review,
    reviewed,
    repeat,
  }: {
    tried: TriedUpgrade;
    marketplace: string;
    review: RecordedReview;
    reviewed: Inventory | undefined;
    repeat: (codexHome: string) => Promise<Outcome>;
  },
): Promise<Result> {
  let upgraded: Outcome | undefined;
  try {
    upgraded = await repeat(teamHome(world.environment));
    const after = await readInventory(world, { ...request, signal: new AbortController().signal });
    const diff = diffInventories(onlyOf(tried.after, marketplace), onlyOf(after, marketplace));
    const differences = differencesFrom(after, marketplace, { ...review, reviewed });
    const revision = revisionOf(after, marketplace);
    const failure = exited(upgraded) ? null : cleanLine(errorText(upgraded)).slice(0, 300);
    const outcome = failure !== null ? 'failed' : differences.length > 0 ? 'not as reviewed' : 'as reviewed';
    return { outcome, summary: failure, revision, differences, diff, upgraded };
  } catch (cause) {
    const summary = `it is not known what is installed now: ${cleanLine((cause as Error).message).slice(0, 300)}`;
    return { outcome: 'failed', summary, revision: null, differences: [], diff: noDiff, upgraded };
  }
}

async function recordOutcome(
  store: Store,
  {
    actor,
    diff,
    upgraded,
    ...result
  }: Result & { actor: string; marketplace: string; review: number; started: number | null },
): Promise<number> {
  const { evidence, blobs } = evidenceOf(diff, upgraded);
  const event = { kind: 'plugins.upgraded' as const, body: { v: 2 as const, ...result, evidence } };
  const [entry] = await store.append(() => [
    { actor, subject: `source/${result.marketplace}`, event, blobs },
  ]);
  return entry?.seq ?? 0;
}
