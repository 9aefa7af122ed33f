import { existsSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { codexIn } from '../../codex/cli/install.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { dataFolder } from './database-path.ts';
import type { World } from './world.ts';

type Machine = Pick<World, 'environment'>;

/** Where CLI versions are installed beside each other (docs/upgrade.md, "Toolchains"). */
export function toolchainsFolder({ environment }: Machine): string {
  return join(dataFolder(environment), 'toolchains');
}

/** One exact version as `--codex` may name it: `0.150.0`, `v0.150.0` or `0.151.0-alpha.2`; undefined for a path. */
export function namedVersion(text: string): string | undefined {
  // Most are paths, and it takes a while to load what knows versions.
  return text.includes('/') ? undefined : (semver.valid(text) ?? undefined);
}

/**
 * Path of the CLI of an installed version.
 *
 * @throws UsageError when it is not installed
 */
export function requireToolchain(world: Machine, version: string): string {
  const codex = codexIn(join(toolchainsFolder(world), version));
  if (existsSync(codex)) return codex;
  throw new UsageError(
    `Codex CLI ${version} is not installed side by side`,
    `Install it: codex-cockpit upgrade install ${version}. For a file of that name, write ./${version}`,
  );
}
