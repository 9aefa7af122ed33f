import { findCodex, identifyCodex } from '../../codex/cli/find.ts';
import { WorkError } from '../../domain/base/errors.ts';
import { productFolder } from './product-folder.ts';
import type { World } from './world.ts';

/** What is asked for: the path that `--codex` names, if it does. */
type CliRequest = { codex?: string | undefined; signal: AbortSignal };

/** Path of the CLI that a command works with: the one named, else the usual one. */
export function findCli(
  { environment }: Pick<World, 'environment'>,
  named: string | undefined,
): Promise<string> {
  return findCodex(environment, { named, beside: productFolder() });
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
