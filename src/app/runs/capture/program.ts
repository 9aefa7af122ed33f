import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findNativeBinary, hashFile, packageVersion } from '../../../codex/cli/install.ts';
import { writeDurably } from '../../files/write-durably.ts';
import { dataFolder } from '../../world/database-path.ts';
import type { World } from '../../world/world.ts';

/** What can be said of a CLI without starting it. */
type Program = { version: string | undefined; sha256: string | undefined };

/** Digests that are kept. */
const mostKept = 20;

/** The version that the package of a CLI states, and the digest of its native program, or of itself where it is one. */
export async function readProgram(world: Pick<World, 'environment'>, codex: string): Promise<Program> {
  const [version, native] = await Promise.all([
    packageVersion(codex).catch(() => undefined),
    findNativeBinary(codex).catch(() => undefined),
  ]);
  const sha256 = await digestOf(world, native?.path ?? codex).catch(() => undefined);
  return { version, sha256 };
}

/**
 * The digest of a program. That of a large one takes most of a second, so it is kept in the data folder for as long as the
 * file is the same: a write changes the time of change, which no program sets.
 */
async function digestOf(world: Pick<World, 'environment'>, path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  const key = [path, dev, ino, size, mtimeNs, ctimeNs].join(' ');
  const cache = join(dataFolder(world.environment), 'program-digests.json');
  const known = await readKnown(cache);
  const found = known[key];
  if (found !== undefined) return found;
  const sha256 = await hashFile(path);
  const kept = [...Object.entries(known).slice(1 - mostKept), [key, sha256]];
  try {
    await mkdir(dirname(cache), { recursive: true, mode: 0o700 });
    await writeDurably(cache, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600, existing: 'replace' });
  } catch {
    // It is read again the next time.
  }
  return sha256;
}

async function readKnown(cache: string): Promise<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(await readFile(cache, 'utf8'));
    if (typeof value !== 'object' || value === null) return {};
    const entries = Object.entries(value).filter(([, digest]) => /^[0-9a-f]{64}$/.test(String(digest)));
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
