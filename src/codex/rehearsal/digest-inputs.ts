import { createHash } from 'node:crypto';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularBytes } from '../cli/read-regular-file.ts';
import { managedFolder } from '../config/managed-folder.ts';
import { foldersToRoot } from '../config/team-layers.ts';
import type { TeamPlace } from './observer.ts';

// What the CLI writes itself, and what is never copied: neither decides what a session does.
const notRead =
  /^(?:sessions|archived_sessions|log|tmp|cache|\.tmp|\.git|node_modules|shell_snapshots|packages)$|^(?:history\.jsonl|auth\.json|\.credentials\.json|version\.json|models_cache\.json|installation_id)$|\.sqlite(?:-\w+)?$|\.(?:key|pem|lock)$/;

const instructions = /^(?:AGENTS(?:\.override)?\.md|\.codex|\.agents)$/;

/**
 * SHA-256 over the path and the bytes of every file that a session of the team reads: their CODEX_HOME, the managed
 * configuration, and instructions and `.codex` of the project's folders.
 */
export async function digestInputs({ home, project, folders }: TeamPlace): Promise<string> {
  const roots = new Set<string>();
  for (const folder of folders) for (const one of await foldersToRoot(join(project, folder))) roots.add(one);
  const hash = createHash('sha256');
  const add = async (label: string, folder: string, only?: RegExp) => {
    for await (const { name, path } of filesBelow(folder, '', only)) {
      const read = readRegularBytes(path);
      if (!read || !('bytes' in read)) continue;
      const digest = createHash('sha256').update(read.bytes).digest('hex');
      hash.update(`${label}/${name}\n${digest}\n`);
    }
  };
  await add('home', home);
  await add('managed', managedFolder);
  for (const root of [...roots].sort()) await add(root, root, instructions);
  return hash.digest('hex');
}

async function* filesBelow(
  folder: string,
  prefix: string,
  only?: RegExp,
): AsyncGenerator<{ name: string; path: string }> {
  const names = (await readdir(folder).catch(() => [])).sort();
  for (const name of names) {
    if (notRead.test(name) || (only && !only.test(name))) continue;
    const path = join(folder, name);
    // A linked folder may lead back to itself.
    if ((await lstat(path).catch(() => undefined))?.isDirectory())
      yield* filesBelow(path, `${prefix}${name}/`);
    else if ((await stat(path).catch(() => undefined))?.isFile()) yield { name: `${prefix}${name}`, path };
  }
}
