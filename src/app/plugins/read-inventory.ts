import semver from 'semver';
import { identifyCodex } from '../../codex/cli/find.ts';
import { teamHome } from '../../codex/cli/isolation.ts';
import { copyForListing } from '../../codex/plugins/copy-plugin-home.ts';
import { asker, withIsolatedCodex } from '../../codex/plugins/isolated-codex.ts';
import { takeInventory } from '../../codex/plugins/take-inventory.ts';
import { exited, type Outcome } from '../../domain/base/outcome.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { hasPluginJson } from '../../domain/checks/judge/plugins.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import { findCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** From this version on the CLI lists plugins as JSON; of older ones its help is asked (docs/codex-facts.md, "Plugins by version"). */
const withJson = '0.139.0';

/** What an inventory is taken with. */
export type InventoryRequest = {
  /** Path of the CLI; found on PATH when undefined. */
  codex?: string | undefined;
  signal: AbortSignal;
  /** Hears how many of the cached plugins have been read. */
  onProgress?: OnProgress | undefined;
};

/** Takes the inventory of the plugins of a world. Its CODEX_HOME is only read. */
export async function readInventory(world: World, request: InventoryRequest): Promise<Inventory> {
  const { environment } = world;
  const codex = await findCli(world, request.codex);
  const { signal, onProgress } = request;
  // It runs while the plugins are read.
  const identity = identifyCodex(codex, { environment, signal });
  identity.catch(() => undefined);
  return withIsolatedCodex(codex, { environment, signal }, async ({ home, codexRun }) => {
    const codexHome = teamHome(environment);
    const list = async (): Promise<Outcome> => {
      const [{ version, outcome }] = await Promise.all([identity, copyForListing(codexHome, home)]);
      if (!exited(outcome)) return outcome;
      if (version === undefined || semver.lt(version, withJson)) {
        const help = await codexRun(['help', 'plugin', 'list']);
        if (!hasPluginJson(help)) return withoutJson(help);
      }
      return codexRun(['plugin', 'list', '--available', '--json']);
    };
    const cliVersion = identity.then(({ version }) => version);
    const ask = asker(codex, { codexHome, environment, signal });
    return takeInventory({ codexHome, home: environment.HOME, cliVersion, list, ask, signal, onProgress });
  });
}

/** The outcome of a list that an old CLI cannot give. */
function withoutJson(help: Outcome): Outcome {
  const stderr = 'this CLI version has no plugin list --json';
  return { ...help, end: { type: 'exit', code: 2 }, stdout: '', stderr };
}
