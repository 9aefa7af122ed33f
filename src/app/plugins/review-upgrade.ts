import type { Outcome } from '../../domain/base/outcome.ts';
import { redact } from '../../domain/base/redact/redact.ts';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { type EventBody, readEvent } from '../../domain/history/entry/event.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import { onlyOf, requireMarketplace } from '../../domain/plugins/inventory/one-marketplace.ts';
import type { InventoryDiff } from '../../domain/plugins/sources/diff-inventories.ts';
import { type JudgedUpgrade, judgeUpgrade } from '../../domain/plugins/sources/judge-upgrade.ts';
import { fromSnapshot, toSnapshot } from '../../domain/plugins/sources/snapshot.ts';
import { identityOf, isSameIdentity } from '../../domain/plugins/sources/source-identity.ts';
import { recordTrees, type SourceDecision } from '../../domain/plugins/sources/source-state.ts';
import type { Store } from '../../store/connection/open.ts';
import { type Blob, toBlob, toEvidence } from '../../store/log/blob.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { readLists, writeLists } from './file-lists.ts';
import type { InventoryRequest } from './read-inventory.ts';
import { readSourceRecord } from './source-record.ts';
import { gitMarketplaces, withUpgradeOnCopy } from './try-upgrade.ts';

/** A review that was recorded. */
export type UpgradeReview = JudgedUpgrade & { seq: number };

/**
 * Fetches the upgrade of a marketplace, tries it on a copy of CODEX_HOME, and records what it would bring compared
 * with what was promoted last: revisions, files, hashes, new commands. What is installed now does not matter, since
 * it may have arrived without a review. The CLI keeps no such log (docs/codex-facts.md, "Plugin files").
 *
 * @throws UsageError for an unknown marketplace
 * @throws RefusedError without the role, or when the CLI is too old to upgrade with JSON
 */
export async function reviewUpgrade(
  world: World,
  store: Store,
  { marketplace, ...request }: InventoryRequest & { marketplace: string },
): Promise<UpgradeReview> {
  const actor = await actingPerson(world);
  await authorize(store, actor, 'review an upgrade');
  return withUpgradeOnCopy(world, { marketplace, ...request }, async (tried) => {
    const identity = identityOf(requireMarketplace(tried.before, marketplace));
    const { decisions } = await readSourceRecord(store);
    const promotion = decisions.findLast(
      (one) =>
        one.source === marketplace &&
        one.state === 'team standard' &&
        one.identity !== null &&
        isSameIdentity(one.identity, identity),
    );
    const review = judgeUpgrade(marketplace, tried, {
      seq: promotion?.seq ?? null,
      inventory: await promotedOf(store, promotion),
    });
    const snapshot = onlyOf(tried.after, marketplace);
    const lists = writeLists(snapshot);
    const { evidence, blobs } = evidenceOf(review.diff, tried.fetched?.upgraded);
    const body: Omit<EventBody<'plugins.upgrade-reviewed'>, 'role'> = {
      v: 2,
      marketplace,
      identity,
      cli_version: tried.version ?? null,
      compared_with: review.comparedWith,
      outcome: review.outcome,
      summary: review.summary,
      before_revision: review.beforeRevision,
      after_revision: review.afterRevision,
      changes: [...review.diff.changes],
      trees: recordTrees(review.trees),
      snapshot: toSnapshot(snapshot),
      files: lists.files,
      evidence,
    };
    const [entry] = await store.append(async (views) => {
      const role = await authorize(views, actor, 'review an upgrade');
      const event = { kind: 'plugins.upgrade-reviewed' as const, body: { ...body, role } };
      return [{ actor, subject: `source/${marketplace}`, event, blobs: [...blobs, ...lists.blobs] }];
    });
    return { ...review, seq: entry?.seq ?? 0 };
  });
}

/** Reviews the upgrade of one marketplace, or of each git marketplace when none is named, one after the other. */
export async function reviewUpgrades(
  world: World,
  store: Store,
  { marketplace, ...request }: InventoryRequest & { marketplace: string | undefined },
): Promise<readonly UpgradeReview[]> {
  const names = marketplace === undefined ? await gitMarketplaces(world) : [marketplace];
  const reviews: UpgradeReview[] = [];
  for (const name of names)
    reviews.push(await reviewUpgrade(world, store, { ...request, marketplace: name }));
  return reviews;
}

/** What the CLI printed, and what changed file by file, one a line. */
export function evidenceOf(
  { files }: InventoryDiff,
  upgraded: Outcome | undefined,
): { evidence: EventBody<'plugins.upgraded'>['evidence']; blobs: readonly Blob[] } {
  const lines = files.map(({ plugin, path, change }) => `${change} ${plugin} ${cleanLine(path)}\n`);
  const changed = toBlob(lines.join('') || 'no file\n');
  if (!upgraded) return { evidence: [toEvidence('files', changed)], blobs: [changed] };
  const printed = toBlob(redact(clean(`${upgraded.stdout}${upgraded.stderr}`)));
  return {
    evidence: [toEvidence('files', changed), toEvidence('codex plugin marketplace upgrade', printed)],
    blobs: [changed, printed],
  };
}

const nothing: Inventory = { version: 1, cliVersion: null, marketplaces: [], plugins: [], findings: [] };

/** What was promoted, by the review that the promotion names. */
async function promotedOf(store: Store, promotion: SourceDecision | undefined): Promise<Inventory> {
  return (promotion?.review && (await readReviewed(store, promotion.review))) || nothing;
}

/** What a review found, with the files of each plugin; undefined where its entry does not say. */
export async function readReviewed(store: Store, review: number): Promise<Inventory | undefined> {
  const entry = await store.entry(review);
  const event = entry && readEvent(entry);
  if (event?.kind !== 'plugins.upgrade-reviewed' || event.body.snapshot === null) return undefined;
  const lists = await readLists(store, event.body.files);
  return fromSnapshot(event.body.snapshot, (tree) => lists.get(tree) ?? []);
}
