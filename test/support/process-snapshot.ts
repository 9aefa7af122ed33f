import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything below a folder: path, kind, mode, time of the last change and content of each file. Two
 * snapshots are equal when nothing was touched in between.
 */
export function snapshot(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(['', ...paths].map((path) => [path, describe(join(folder, path))]));
}

function describe(path: string): string {
  const found = lstatSync(path);
  const about = `${found.mode.toString(8)} ${found.mtimeMs}`;
  if (found.isSymbolicLink()) return `${about} -> ${readlinkSync(path)}`;
  if (!found.isFile()) return about;
  return `${about} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}
