import { teamHome } from '../../codex/cli/scratch.ts';
import { copyForUpgrade } from '../../codex/plugins/copy-plugin-home.ts';
import { type FetchedUpgrade, fetchUpgrade } from '../../codex/plugins/fetch-upgrade.ts';
import { asker, withPluginDesk } from '../../codex/plugins/plugin-desk.ts';
import { readPluginConfig } from '../../codex/plugins/read-plugin-config.ts';
import { type InventoryPlace, takeInventory } from '../../codex/plugins/take-inventory.ts';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import type { Outcome } from '../../domain/base/outcome.ts';
import { redact } from '../../domain/base/redact/redact.ts';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { didYouMean } from '../../domain/base/text/suggest.ts';
import { hasPluginJson } from '../../domain/checks/judge/plugins.ts';
import { type EventBody, readEvent } from '../../domain/history/entry/event.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import { cachedOf } from '../../domain/plugins/inventory/plugin-command.ts';
import { diffInventories, type InventoryDiff } from '../../domain/plugins/sources/diff-inventories.ts';
import { blocking } from '../../domain/plugins/sources/judge-promotion.ts';
import { fromSnapshot, toSnapshot } from '../../domain/plugins/sources/snapshot.ts';
import { identityOf, isSameIdentity } from '../../domain/plugins/sources/source-identity.ts';
import type { PluginTree, SourceDecision } from '../../domain/plugins/sources/source-state.ts';
import type { Store } from '../../store/connection/open.ts';
import { type Blob, toBlob, toEvidence } from '../../store/log/blob.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import { identifyCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';
import { readLists, writeLists } from './file-lists.ts';
import type { InventoryRequest } from './read-inventory.ts';
import { readSourceRecord } from './source-record.ts';

/** What an upgrade of a marketplace would bring, beside what was promoted. */
export type UpgradeReview = {
  seq: number;
  marketplace: string;
  outcome: EventBody<'plugins.upgrade-reviewed'>['outcome'];
  summary: string;
  /** Entry of the promotion that it is compared with; null when nothing of it is promoted. */
  comparedWith: number | null;
  beforeRevision: string | null;
  afterRevision: string | null;
  /** From what was promoted to what would be installed. */
  diff: InventoryDiff;
  trees: readonly PluginTree[];
};

/** An upgrade that was tried on a copy of CODEX_HOME. */
export type TriedUpgrade = {
  codex: string;
  version: string | undefined;
  before: Inventory;
  after: Inventory;
  /** Undefined for a marketplace that is no git repository: it is used where it is. */
  fetched: FetchedUpgrade | undefined;
};

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
    const snapshot = only(tried.after, marketplace);
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
      trees: review.trees.map(({ plugin, treeSha256 }) => ({ plugin, tree_sha256: treeSha256 })),
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

/** The names of the marketplaces that can be upgraded. */
export async function gitMarketplaces({ environment }: World): Promise<readonly string[]> {
  const { marketplaces } = await readPluginConfig(teamHome(environment));
  return marketplaces.filter(({ sourceType }) => sourceType === 'git').map(({ name }) => name);
}

/** Fetches the upgrade of a marketplace and tries it on a copy of CODEX_HOME, which is removed after the work. */
export async function withUpgradeOnCopy<T>(
  world: World,
  { marketplace, ...request }: InventoryRequest & { marketplace: string },
  work: (tried: TriedUpgrade) => Promise<T>,
): Promise<T> {
  const { environment } = world;
  const { signal } = request;
  const { codex, version } = await identifyCli(world, request);
  return withPluginDesk(codex, { environment, signal }, async (desk) => {
    if (!hasPluginJson(await desk.codexRun(['help', 'plugin', 'list'])))
      throw new RefusedError(`codex ${version ?? ''} has no plugin list --json, so nothing can be reviewed`);
    await copyForUpgrade(teamHome(environment), desk.home);
    const list = () => desk.codexRun(['plugin', 'list', '--available', '--json']);
    const place = {
      codexHome: desk.home,
      home: environment.HOME,
      cliVersion: Promise.resolve(version),
      list,
      ask: asker(codex, { codexHome: desk.home, environment, signal }),
      signal,
    };
    const { marketplaces } = await readPluginConfig(desk.home);
    const isGit = marketplaces.some(({ name, sourceType }) => name === marketplace && sourceType === 'git');
    // What the CLI loads is asked of what the upgrade brings; of what is there before, files and revision tell enough.
    const before = await inventoryOf(isGit ? { ...place, ask: undefined } : place, request);
    requireMarketplace(before, marketplace);
    if (!isGit) return work({ codex, version, before, after: before, fetched: undefined });
    const fetched = await fetchUpgrade(marketplace, { codex, codexHome: desk.home, environment, signal });
    return work({ codex, version, before, after: await inventoryOf(place, request), fetched });
  });
}

/** @throws UsageError for an unknown marketplace, with the nearest one */
export function requireMarketplace(
  { marketplaces }: Inventory,
  asked: string,
): Inventory['marketplaces'][number] {
  const found = marketplaces.find(({ name }) => name === asked);
  if (found) return found;
  const names = marketplaces.map(({ name }) => name);
  throw new UsageError(
    `there is no marketplace "${cleanLine(asked)}"${didYouMean(asked, names)}`,
    names.length === 0 ? 'None is configured.' : `The marketplaces are: ${names.join(', ')}.`,
  );
}

/** The plugins of a marketplace and their bytes. */
export function treesOf(inventory: Inventory, marketplace: string): readonly PluginTree[] {
  return cachedOf(inventory, marketplace).flatMap(({ id, cached }) =>
    cached ? [{ plugin: id, treeSha256: cached.treeSha256 }] : [],
  );
}

/** The revision of a marketplace. */
export function revisionOf({ marketplaces }: Inventory, marketplace: string): string | null {
  return marketplaces.find(({ name }) => name === marketplace)?.revision ?? null;
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

/** One marketplace of an inventory and those of its plugins that are installed. */
export function only(inventory: Inventory, marketplace: string): Inventory {
  return {
    ...inventory,
    marketplaces: inventory.marketplaces.filter(({ name }) => name === marketplace),
    plugins: [...cachedOf(inventory, marketplace)],
    findings: inventory.findings.filter(
      ({ subject }) => subject === marketplace || subject.endsWith(`@${marketplace}`),
    ),
  };
}

const nothing: Inventory = { version: 1, cliVersion: null, marketplaces: [], plugins: [], findings: [] };

/** What was promoted, as the review tells that the promotion rests on. */
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

async function inventoryOf(
  place: InventoryPlace,
  { onProgress }: Pick<InventoryRequest, 'onProgress'>,
): Promise<Inventory> {
  for await (const event of takeInventory(place)) {
    if (event.type === 'finished') return event.inventory;
    onProgress?.(event.done, event.planned);
  }
  throw new Error('the inventory ended without a result');
}

function judgeUpgrade(
  marketplace: string,
  { before, after, fetched }: TriedUpgrade,
  promoted: { seq: number | null; inventory: Inventory },
): Omit<UpgradeReview, 'seq'> {
  const upgrade = diffInventories(only(before, marketplace), only(after, marketplace));
  const diff = diffInventories(promoted.inventory, only(after, marketplace));
  const moves = upgrade.changes.length + upgrade.files.length > 0;
  const isNew = diff.changes.length + diff.files.length > 0;
  const [first, ...more] = only(after, marketplace).findings.filter(({ kind }) => blocking.includes(kind));
  const kept = first
    ? [`${first.subject} (${first.kind}): ${first.text}${more.length > 0 ? `; and ${more.length} more` : ''}`]
    : [];
  const amount = `${diff.changes.length} changes, ${diff.files.length} files`;
  const since =
    promoted.seq === null ? 'nothing of it is promoted yet' : `since the promotion (entry ${promoted.seq})`;
  return {
    marketplace,
    outcome: fetched?.failure !== undefined ? 'failed' : isNew ? 'changed' : 'unchanged',
    summary:
      fetched?.failure !== undefined
        ? `the upgrade fails: ${fetched.failure}`
        : [
            promoted.seq === null ? since : isNew ? `${amount} ${since}` : `nothing changed ${since}`,
            ...kept,
            ...(isNew && !moves && fetched ? ['what is installed is already so'] : []),
          ].join('; '),
    comparedWith: promoted.seq,
    beforeRevision: revisionOf(before, marketplace),
    afterRevision: revisionOf(after, marketplace),
    diff,
    trees: treesOf(after, marketplace),
  };
}
