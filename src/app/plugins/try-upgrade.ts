import { teamHome } from '../../codex/cli/isolation.ts';
import { copyForUpgrade } from '../../codex/plugins/copy-plugin-home.ts';
import { type FetchedUpgrade, fetchUpgrade } from '../../codex/plugins/fetch-upgrade.ts';
import { asker, withIsolatedCodex } from '../../codex/plugins/isolated-codex.ts';
import { readPluginConfig } from '../../codex/plugins/read-plugin-config.ts';
import { takeInventory } from '../../codex/plugins/take-inventory.ts';
import { RefusedError } from '../../domain/base/errors.ts';
import { hasPluginJson } from '../../domain/checks/judge/plugins.ts';
import { requireMarketplace } from '../../domain/plugins/inventory/one-marketplace.ts';
import type { UpgradeOnCopy } from '../../domain/plugins/sources/judge-upgrade.ts';
import { identifyCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';
import type { InventoryRequest } from './read-inventory.ts';

/** An upgrade that was tried on a copy of CODEX_HOME, and the CLI that tried it. */
export type TriedUpgrade = UpgradeOnCopy & {
  codex: string;
  version: string | undefined;
  /** Undefined unless the marketplace is a git repository. */
  fetched: FetchedUpgrade | undefined;
};

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
  return withIsolatedCodex(codex, { environment, signal }, async (isolated) => {
    if (!hasPluginJson(await isolated.codexRun(['help', 'plugin', 'list'])))
      throw new RefusedError(`codex ${version ?? ''} has no plugin list --json, so nothing can be reviewed`);
    await copyForUpgrade(teamHome(environment), isolated.home);
    const list = () => isolated.codexRun(['plugin', 'list', '--available', '--json']);
    const inputs = {
      codexHome: isolated.home,
      home: environment.HOME,
      cliVersion: Promise.resolve(version),
      list,
      ask: asker(codex, { codexHome: isolated.home, environment, signal }),
      signal,
      onProgress: request.onProgress,
    };
    const { marketplaces } = await readPluginConfig(isolated.home);
    const isGit = marketplaces.some(({ name, sourceType }) => name === marketplace && sourceType === 'git');
    // What the CLI loads is asked of what the upgrade brings; of the installed plugins, files and revision are enough.
    const before = await takeInventory(isGit ? { ...inputs, ask: undefined } : inputs);
    requireMarketplace(before, marketplace);
    if (!isGit)
      return work({ codex, version, before, after: before, isGit, failure: undefined, fetched: undefined });
    const fetched = await fetchUpgrade(marketplace, { codex, codexHome: isolated.home, environment, signal });
    const after = await takeInventory(inputs);
    return work({ codex, version, before, after, isGit, failure: fetched.failure, fetched });
  });
}
