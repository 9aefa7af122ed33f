import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The real program behind the npm wrapper, and the platform it is for, such as `linux-x64`. */
export type NativeBinary = { platform: string; path: string };

/**
 * Finds the native binary that an npm install of the CLI runs
 * (facts/codex-upgrade-checks.md R11); undefined for another kind of install.
 */
export async function findNativeBinary(codex: string): Promise<NativeBinary | undefined> {
  const script = await realpath(codex).catch(() => codex);
  const scope = dirname(dirname(dirname(script)));
  const platform = `${process.platform}-${process.arch}`;
  for (const packages of [scope, join(dirname(dirname(script)), 'node_modules', '@openai')]) {
    const vendor = join(packages, `codex-${platform}`, 'vendor');
    for (const triple of await readdir(vendor).catch(() => [])) {
      // Up to 0.12x the binary lay in a folder of its own name.
      for (const folder of ['bin', 'codex']) {
        const names = await readdir(join(vendor, triple, folder)).catch(() => [] as string[]);
        const name = names.find((one) => one === 'codex' || one === 'codex.exe');
        if (name !== undefined) return { platform, path: join(vendor, triple, folder, name) };
      }
    }
  }
  return undefined;
}

/** SHA-256 of a file, read as a stream: the binary has over 200 MB. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** The digest of the native binary by platform; empty when there is none to find. */
export async function hashBinary(codex: string): Promise<Record<string, string>> {
  const binary = await findNativeBinary(codex);
  return binary ? { [binary.platform]: await hashFile(binary.path) } : {};
}
