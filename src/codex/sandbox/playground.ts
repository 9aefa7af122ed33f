import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  canaryName,
  canaryOf,
  type DeniedPlace,
  isFile,
  linkDenied,
  linkOut,
} from '../../domain/sandbox/list-probes.ts';
import { isWithin, type Places } from '../../domain/sandbox/places.ts';

/** Folders to try profiles in. */
export type Playground = { places: Places; remove: () => Promise<void> };

/**
 * Finds a place for a playground. Profiles may write in /tmp, so a scratch place in there would make every
 * part of it writable; /var/tmp is used then.
 */
export async function openPlayground(scratch: string): Promise<Playground> {
  const real = await realpath(scratch);
  const root = isWithin(real, '/tmp') ? await mkdtemp('/var/tmp/codex-cockpit-') : join(real, 'playground');
  await mkdir(root, { recursive: true, mode: 0o700 });
  return {
    places: {
      workspace: join(root, 'workspace'),
      outside: join(root, 'outside'),
      userHome: join(root, 'user'),
      codexHome: join(root, 'codex-home'),
      tmpdir: join(root, 'tmp'),
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

/** Lays out a playground: a repository, a canary outside, and one in every place that is denied. */
export async function furnish(
  places: Places,
  { denied, canary, config }: { denied: readonly DeniedPlace[]; canary: string; config: string | undefined },
): Promise<void> {
  const { workspace, outside, userHome, codexHome, tmpdir } = places;
  const metadata = ['.git', '.codex', '.agents'].map((name) => join(workspace, name));
  for (const folder of [outside, userHome, codexHome, tmpdir, ...metadata])
    await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(workspace, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  for (const folder of [workspace, userHome, outside]) await writeFile(join(folder, canaryName), canary);
  await symlink(outside, join(workspace, linkOut));
  const standIns = denied.filter(({ isReal }) => !isReal);
  for (const { path } of standIns) {
    const file = canaryOf(path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, canary);
  }
  const [first] = standIns;
  if (first) await symlink(first.path, join(workspace, linkDenied), isFile(first.path) ? 'file' : 'dir');
  if (config !== undefined) {
    await writeFile(join(codexHome, 'config.toml'), config, { mode: 0o600 });
  }
}

/** The paths at which a trial left its nonce on the disk of the host; they are removed. */
export async function collectLanded(paths: readonly string[], nonce: string): Promise<ReadonlySet<string>> {
  const landed = new Set<string>();
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === nonce) landed.add(path);
    if (text !== undefined) await rm(path, { force: true });
  }
  return landed;
}
