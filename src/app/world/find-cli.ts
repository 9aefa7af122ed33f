import { findCodex, identifyCodex } from '../../codex/cli/find.ts';
import { WorkError } from '../../domain/base/errors.ts';
import { productFolder } from './product-folder.ts';
import { namedVersion, requireToolchain } from './toolchain-path.ts';
import type { World } from './world.ts';

/** What is asked for: the path or the installed version that `--codex` names, if it does. */
type CliRequest = { codex?: string | undefined; signal: AbortSignal };

/**
 * Path of the CLI that a command works with: the one named by its path or by an installed version, else the usual one.
 *
 * @throws UsageError when a version is named that is not installed
 */
export async function findCli(world: Pick<World, 'environment'>, asked: string | undefined): Promise<string> {
  const named = asked ?? (world.environment.CODEX_COCKPIT_CODEX || undefined);
  const version = named === undefined ? undefined : namedVersion(named);
  if (version !== undefined) return requireToolchain(world, version);
  return findCodex(world.environment, { named: asked, beside: productFolder() });
}

/** The same with its version; undefined when it does not state one. */
export async function identifyCli(
  world: Pick<World, 'environment'>,
  { codex: named, signal }: CliRequest,
): Promise<{ codex: string; version: string | undefined }> {
  const codex = await findCli(world, named);
  const { version } = await identifyCodex(codex, { environment: world.environment, signal });
  return { codex, version };
}

/**
 * The same for work that depends on the version.
 *
 * @throws WorkError when the CLI states no version
 */
export async function findWorkingCli(
  world: Pick<World, 'environment'>,
  request: CliRequest,
): Promise<{ codex: string; version: string }> {
  const { codex, version } = await identifyCli(world, request);
  if (version === undefined)
    throw new WorkError(`${codex} states no version`, 'Name a working CLI with --codex.');
  return { codex, version };
}
