import { findCodex } from '../../codex/find.ts';
import { identifyCodex } from '../../codex/identify.ts';
import { copyForUpgrade } from '../../codex/plugins/copy-plugin-home.ts';
import { type PluginDesk, withPluginDesk } from '../../codex/plugins/plugin-desk.ts';
import { takeInventory } from '../../codex/plugins/take-inventory.ts';
import { teamHome } from '../../codex/scratch.ts';
import type { EventBody } from '../../domain/audit/event.ts';
import { hasPluginJson } from '../../domain/checks/judge/plugins-inventory.ts';
import { errorText, exited, type Outcome } from '../../domain/checks/outcome.ts';
import { RefusedError, UsageError } from '../../domain/errors.ts';
import { diffInventories, type InventoryDiff } from '../../domain/plugins/diff-inventories.ts';
import type { Inventory } from '../../domain/plugins/inventory.ts';
import { cachedOf } from '../../domain/plugins/plugin-command.ts';
import { identityOf } from '../../domain/plugins/source-identity.ts';
import type { PluginTree } from '../../domain/plugins/source-state.ts';
import { clean, cleanLine } from '../../domain/text/clean.ts';
import { redactOutput } from '../../domain/text/redact.ts';
import { suggest } from '../../domain/text/suggest.ts';
import { toBlob, toEvidence } from '../../store/blob.ts';
import type { Store } from '../../store/open.ts';
import { actingPerson } from '../actor.ts';
import { authorize } from '../authorize.ts';
import { productFolder } from '../product-folder.ts';
import type { World } from '../world.ts';
import type { InventoryRequest } from './read-inventory.ts';

/** What an upgrade of a marketplace would do. */
export type UpgradeReview = {
  seq: number;
  marketplace: string;
  outcome: EventBody<'plugins.upgrade-reviewed'>['outcome'];
  summary: string;
  beforeRevision: string | null;
  afterRevision: string | null;
  diff: InventoryDiff;
  trees: readonly PluginTree[];
};

/**
 * Upgrades a marketplace on a copy of CODEX_HOME and records what became of it: revisions, files, hashes,
 * new commands. The CLI keeps no such log (facts/codex-plugins-sandbox-policy.md §0.2).
 *
 * @throws UsageError for an unknown marketplace
 * @throws RefusedError when the CLI is too old to upgrade with JSON
 */
export async function reviewUpgrade(
  world: World,
  store: Store,
  { marketplace, ...request }: InventoryRequest & { marketplace: string },
): Promise<UpgradeReview> {
  const { environment } = world;
  const { signal } = request;
  const actor = await actingPerson(world);
  await authorize(store, actor, 'review an upgrade');
  const codex = await findCodex(environment, { named: request.codex, beside: productFolder() });
  const { version } = await identifyCodex(codex, { environment, signal });
  return withPluginDesk(codex, { environment, signal }, async (desk) => {
    if (!hasPluginJson(await desk.codexRun(['help', 'plugin', 'list'])))
      throw new RefusedError(`codex ${version ?? ''} has no plugin list --json, so nothing can be reviewed`);
    await copyForUpgrade(teamHome(environment), desk.home);
    const look = () => inventoryOf(desk, { home: environment.HOME, version });
    const before = await look();
    requireMarketplace(before, marketplace);
    const upgraded = await upgrade(desk, before, marketplace);
    const after = await look();
    const review = judgeUpgrade({ marketplace, before, after, upgraded });
    const files = toBlob(describeFiles(review.diff));
    const printed = toBlob(
      redactOutput(
        clean(
          upgraded ? `${upgraded.stdout}${upgraded.stderr}` : 'not a git marketplace: nothing to upgrade\n',
        ),
        [],
      ),
    );
    const body: Omit<EventBody<'plugins.upgrade-reviewed'>, 'role'> = {
      v: 2,
      marketplace,
      identity: identityOf(requireMarketplace(before, marketplace)),
      compared_with: null,
      snapshot: null,
      files: [],
      cli_version: version ?? null,
      outcome: review.outcome,
      summary: review.summary,
      before_revision: review.beforeRevision,
      after_revision: review.afterRevision,
      changes: [...review.diff.changes],
      trees: review.trees.map(({ plugin, treeSha256 }) => ({ plugin, tree_sha256: treeSha256 })),
      evidence: [toEvidence('files', files), toEvidence('codex plugin marketplace upgrade', printed)],
    };
    const [entry] = await store.append(async (views) => {
      const role = await authorize(views, actor, 'review an upgrade');
      return [
        {
          actor,
          subject: `source/${marketplace}`,
          event: { kind: 'plugins.upgrade-reviewed', body: { ...body, role } },
          blobs: [files, printed],
        },
      ];
    });
    return { ...review, seq: entry?.seq ?? 0 };
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
  const near = suggest(asked, names);
  throw new UsageError(
    `there is no marketplace "${cleanLine(asked)}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
    names.length === 0 ? 'None is configured.' : `The marketplaces are: ${names.join(', ')}.`,
  );
}

/** The plugins of a marketplace and their bytes. */
export function treesOf(inventory: Inventory, marketplace: string): readonly PluginTree[] {
  return cachedOf(inventory, marketplace).flatMap(({ id, cached }) =>
    cached ? [{ plugin: id, treeSha256: cached.treeSha256 }] : [],
  );
}

/** What changed file by file, one a line, for the evidence. */
function describeFiles({ files }: InventoryDiff): string {
  return (
    files.map(({ plugin, path, change }) => `${change} ${plugin} ${cleanLine(path)}\n`).join('') ||
    'no file\n'
  );
}

async function inventoryOf(
  { home: codexHome, codexRun }: PluginDesk,
  { home, version }: { home: string | undefined; version: string | undefined },
): Promise<Inventory> {
  const list = () => codexRun(['plugin', 'list', '--available', '--json']);
  for await (const event of takeInventory({ codexHome, home, cliVersion: Promise.resolve(version), list }))
    if (event.type === 'finished') return event.inventory;
  throw new Error('the inventory ended without a result');
}

/** Only git marketplaces can be upgraded; a local one is used where it lies. */
async function upgrade(
  { codexRun }: PluginDesk,
  before: Inventory,
  marketplace: string,
): Promise<Outcome | undefined> {
  if (requireMarketplace(before, marketplace).sourceType !== 'git') return undefined;
  return codexRun(['plugin', 'marketplace', 'upgrade', marketplace, '--json']);
}

function judgeUpgrade({
  marketplace,
  before,
  after,
  upgraded,
}: {
  marketplace: string;
  before: Inventory;
  after: Inventory;
  upgraded: Outcome | undefined;
}): Omit<UpgradeReview, 'seq'> {
  const revision = (inventory: Inventory) =>
    inventory.marketplaces.find(({ name }) => name === marketplace)?.revision ?? null;
  const concerns = ({ subject }: { subject: string }) =>
    subject === marketplace || subject.endsWith(`@${marketplace}`);
  const whole = diffInventories(before, after);
  const diff = {
    changes: whole.changes.filter(concerns),
    files: whole.files.filter(({ plugin }) => concerns({ subject: plugin })),
  };
  const failed = upgraded && !exited(upgraded);
  const changed = diff.changes.length + diff.files.length > 0;
  return {
    marketplace,
    outcome: failed ? 'failed' : changed ? 'changed' : 'unchanged',
    summary: failed
      ? `the upgrade fails and the old snapshot stays: ${cleanLine(errorText(upgraded)).slice(0, 300)}`
      : changed
        ? `${diff.changes.length} changes, ${diff.files.length} files`
        : 'nothing changes',
    beforeRevision: revision(before),
    afterRevision: revision(after),
    diff,
    trees: treesOf(after, marketplace),
  };
}
