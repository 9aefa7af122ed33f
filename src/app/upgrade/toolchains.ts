import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import semver from 'semver';
import { codexIn } from '../../codex/cli/install.ts';
import { noteOwner, sweepAbandoned } from '../../codex/cli/owner.ts';
import { type Fetched, fetchToolchain, hashPrograms } from '../../codex/toolchains/fetch-toolchain.ts';
import { UsageError, WorkError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import {
  alteredPrograms,
  type Toolchain,
  toolchainSchema,
} from '../../domain/upgrade/toolchain/toolchain.ts';
import { withClearFileErrors } from '../files/clear-file-errors.ts';
import { writeDurably } from '../files/write-durably.ts';
import { namedVersion, toolchainsFolder } from '../world/toolchain-path.ts';
import type { World } from '../world/world.ts';
import { readBaseline } from './baselines.ts';

type Machine = Pick<World, 'environment'>;

/** An installed version as it is now. */
export type InstalledToolchain = {
  version: string;
  codex: string;
  toolchain: Toolchain | undefined;
  /** What is wrong with it; empty for one that is as it was installed. */
  faults: readonly string[];
};

const manifest = 'toolchain.json';
const unfinished = '.install-';

/**
 * Installs a CLI version beside the others with npm. It appears whole or not at all: it is fetched into a folder of
 * its own, checked, and then renamed. What a killed install left is removed by the next one.
 *
 * @returns `isNew` is false when the version was there already, unaltered
 * @throws UsageError unless `asked` is one exact version, or when the installed one was altered
 * @throws WorkError when it cannot be fetched or is not what the registry records
 */
export async function installToolchain(
  world: World,
  asked: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress?: OnProgress | undefined },
): Promise<InstalledToolchain & { isNew: boolean }> {
  const version = namedVersion(asked);
  if (version === undefined) {
    throw new UsageError(
      `"${cleanLine(asked)}" is not an exact version`,
      'Name one version, such as 0.150.0.',
    );
  }
  const folder = toolchainsFolder(world);
  return withClearFileErrors(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await sweepAbandoned(folder, unfinished, world.now());
    const there = await readToolchain(folder, version);
    if (there) return { ...requireUnaltered(there), isNew: false };
    const draft = await mkdtemp(join(folder, unfinished));
    try {
      await noteOwner(draft);
      const { environment } = world;
      const fetched = await fetchToolchain(version, { folder: draft, environment, signal, onProgress });
      await requireRecordedBinary(world, fetched);
      const toolchain: Toolchain = { v: 1, ...fetched, installedAt: world.now().toISOString() };
      const text = `${JSON.stringify(toolchain, null, 1)}\n`;
      await writeDurably(join(draft, manifest), text, { mode: 0o600, existing: 'keep' });
      signal.throwIfAborted();
      await rename(draft, join(folder, version)).catch(async (cause: NodeJS.ErrnoException) => {
        // Another process has just installed it.
        if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST') throw cause;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    const installed = await readToolchain(folder, version);
    if (!installed) throw new WorkError(`${join(folder, version)} was removed while it was installed`);
    return { ...requireUnaltered(installed), isNew: true };
  });
}

/** The versions that are installed, oldest version first; whether they are as they were installed is not looked at. */
export async function installedVersions(world: Machine): Promise<readonly string[]> {
  const names = await readdir(toolchainsFolder(world)).catch(() => [] as string[]);
  return names.filter((name) => semver.valid(name) === name).toSorted(semver.compare);
}

/** Every installed version, oldest version first, with what is wrong with it. */
export async function listToolchains(world: Machine): Promise<readonly InstalledToolchain[]> {
  const folder = toolchainsFolder(world);
  const versions = await installedVersions(world);
  const found: InstalledToolchain[] = [];
  // One after the other: each binary has over 200 MB to hash.
  for (const version of versions) {
    const toolchain = await readToolchain(folder, version);
    if (toolchain) found.push(toolchain);
  }
  return found;
}

/**
 * Removes an installed version.
 *
 * @throws UsageError when it is not installed
 */
export async function removeToolchain(world: Machine, asked: string): Promise<{ version: string }> {
  const version = namedVersion(asked) ?? cleanLine(asked);
  const folder = toolchainsFolder(world);
  const installed = await readdir(folder).catch(() => [] as string[]);
  if (namedVersion(asked) === undefined || !installed.includes(version)) {
    throw new UsageError(
      `Codex CLI ${version} is not installed side by side`,
      'See which are: codex-cockpit upgrade list',
    );
  }
  await withClearFileErrors(folder, async () => {
    // Renamed first, so that a removal which is cut off leaves no half of a version.
    const going = await mkdtemp(join(folder, unfinished));
    await noteOwner(going);
    await rename(join(folder, version), join(going, version));
    await rm(going, { recursive: true, force: true });
  });
  return { version };
}

async function readToolchain(folder: string, version: string): Promise<InstalledToolchain | undefined> {
  const root = join(folder, version);
  if (!existsSync(root)) return undefined;
  const codex = codexIn(root);
  const text = await readFile(join(root, manifest), 'utf8').catch(() => '');
  const toolchain = parseManifest(text);
  if (toolchain?.version !== version) {
    return { version, codex, toolchain: undefined, faults: [`${manifest} does not describe it`] };
  }
  const altered = alteredPrograms(toolchain, await hashPrograms(codex));
  return { version, codex, toolchain, faults: altered.map((name) => `${name} is not what was installed`) };
}

function parseManifest(text: string): Toolchain | undefined {
  try {
    return toolchainSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function requireUnaltered(toolchain: InstalledToolchain): InstalledToolchain {
  if (toolchain.faults.length === 0) return toolchain;
  throw new UsageError(
    `the installed Codex CLI ${toolchain.version} was altered: ${toolchain.faults.join(', ')}`,
    `Remove it, then install it again: codex-cockpit upgrade remove ${toolchain.version}`,
  );
}

/** Where a baseline of the version has the digest of its binary, the one that came must be the same. */
async function requireRecordedBinary(world: World, { version, platform, programs }: Fetched): Promise<void> {
  const recorded = (await readBaseline(world, version))?.binaries[platform];
  if (recorded === undefined || recorded === programs.native) return;
  throw new WorkError(
    `the native binary of ${version} is not the recorded one: SHA-256 ${programs.native ?? 'none'} in place of ${recorded}`,
    'Nothing was kept. Ask who runs the registry.',
  );
}
