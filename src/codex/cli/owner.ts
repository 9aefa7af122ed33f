import { lstat, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file in a folder that says which process made it. */
const ownerFile = '.owner';

/** Notes in a folder that this process made it, so that a later one can tell whether somebody still uses it. */
export async function noteOwner(folder: string): Promise<void> {
  const owner = await describeProcess(process.pid);
  if (owner !== undefined) await writeFile(join(folder, ownerFile), JSON.stringify(owner), { mode: 0o600 });
}

/** Removes the folders of a name that begins so, and whose process is known to be gone. Others stay. */
export async function sweepOwnerless(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    if (name.startsWith(prefix) && (await isOwnerless(folder)))
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** The same, and whatever of such a name is older than a day. */
export async function sweepAbandoned(parent: string, prefix: string, now: Date): Promise<void> {
  await sweepOwnerless(parent, prefix);
  for (const name of await readdir(parent).catch(() => [])) {
    const path = join(parent, name);
    const made = name.startsWith(prefix) ? await stat(path).catch(() => undefined) : undefined;
    if (made && now.getTime() - made.mtimeMs > abandonedAfterMs)
      await rm(path, { recursive: true, force: true });
  }
}

/** A process as it can be told from another one with its number. Undefined where there is no /proc. */
type Owner = { pid: number; started: string; boot: string; namespace: string };

async function isOwnerless(folder: string): Promise<boolean> {
  const made = await lstat(folder).catch(() => undefined);
  // Another person's folder is not removed, whatever it says.
  if (!made?.isDirectory() || made.uid !== process.getuid?.()) return false;
  const text = await readFile(join(folder, ownerFile), 'utf8').catch(() => undefined);
  const here = await describeProcess(process.pid);
  const owner = text === undefined ? undefined : parseOwner(text);
  if (!owner || !here) return false;
  // A process of another machine, or of another container, cannot be looked up from here.
  if (owner.boot !== here.boot || owner.namespace !== here.namespace) return false;
  const now = await describeProcess(owner.pid);
  return now?.started !== owner.started;
}

function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, started, boot, namespace } = JSON.parse(text) as Partial<Owner>;
    return typeof pid === 'number' && typeof started === 'string' && boot && namespace
      ? { pid, started, boot, namespace }
      : undefined;
  } catch {
    return undefined;
  }
}

async function describeProcess(pid: number): Promise<Owner | undefined> {
  try {
    const [stat, boot, namespace] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink('/proc/self/ns/pid'),
    ]);
    return { pid, started: startTimeIn(stat), boot: boot.trim(), namespace };
  } catch {
    return undefined;
  }
}

/** The start time in `/proc/PID/stat`, in ticks since the machine started (proc(5)); `none` without a process. */
export function startTimeIn(stat: string): string {
  return stat.replace(/^.*\) /s, '').split(' ')[19] ?? 'none';
}
