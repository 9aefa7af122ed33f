import { WorkError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { formatSize } from '../../domain/base/text/size.ts';
import type { Toolchain } from '../../domain/upgrade/toolchain/toolchain.ts';
import { identifyCodex } from '../cli/find.ts';
import { codexIn, hashBinary, hashInstalledFiles, readLock } from '../cli/install.ts';
import { installPackages, type NpmRun, viewPackage } from './npm.ts';

/** What was fetched, and what the next step is to say about it. */
export type Fetched = Pick<Toolchain, 'version' | 'platform' | 'integrity' | 'programs'>;

const wrapperPackage = '@openai/codex';

/**
 * Installs a version into an empty folder with npm, and compares what came with what the registry records of both
 * packages and with what the program says of itself.
 *
 * @throws WorkError when the version does not exist, npm fails, or what came is something else
 */
export async function fetchToolchain(
  version: string,
  { onProgress, ...run }: NpmRun & { onProgress?: OnProgress | undefined },
): Promise<Fetched> {
  onProgress?.({ step: `Looking up ${version} in the registry` });
  const platform = `${process.platform}-${process.arch}`;
  const name = `${wrapperPackage}@${version}`;
  const wrapper = await viewPackage(name, run);
  const alias = wrapper.optionalDependencies[`${wrapperPackage}-${platform}`];
  if (alias === undefined) {
    throw new WorkError(`${name} has no package for ${platform}`, 'Choose a version that has one.');
  }
  const native = await viewPackage(alias.replace(/^npm:/, ''), run);
  const size = native.size === undefined ? '' : ` (${formatSize(native.size)} on disk)`;
  onProgress?.({
    step: `Downloading and checking ${version}${size}; Ctrl-C leaves nothing half-installed`,
  });
  // Named by itself: what is only optional npm leaves out without a word when its bytes are wrong.
  await installPackages([name, `${wrapperPackage}-${platform}@${alias}`], run);

  const codex = codexIn(run.folder);
  const lock = await readLock(codex);
  const integrity = { wrapper: wrapper.integrity, native: native.integrity };
  for (const part of ['wrapper', 'native'] as const) {
    if (lock?.[part] === integrity[part]) continue;
    throw new WorkError(
      `${name}: the ${part} package that npm installed is not the one that the registry records: ${lock?.[part] ?? 'no integrity'} in place of ${integrity[part]}`,
      'Nothing was kept. Ask who runs the registry, or clean the cache: npm cache verify',
    );
  }
  const identity = await identifyCodex(codex, run);
  if (identity.version !== version) {
    throw new WorkError(
      `${name} says that it is ${identity.version ?? 'no version'}`,
      'Nothing was kept. Run it by itself to see why.',
    );
  }
  return { version, platform, integrity, programs: await hashPrograms(codex) };
}

/** SHA-256 of each program of an install; `native` is the CLI itself. */
export async function hashPrograms(codex: string): Promise<Record<string, string>> {
  const [native] = Object.values(await hashBinary(codex));
  return { ...(await hashInstalledFiles(codex)), ...(native === undefined ? {} : { native }) };
}
