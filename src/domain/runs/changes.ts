import { hash } from 'node:crypto';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Changes } from './events.ts';

/** Most files of a change that are named one by one. */
export const MOST_FILES = 2000;

type ChangedFile = Pick<Changes['files'][number], 'path' | 'kind' | 'sha256'>;

/**
 * One digest of all files that a change leaves: of the canonical JSON of path, kind and content of each, in the order of
 * their paths. Two changes with the same digest leave the same content, whoever made them and in however many commits.
 */
export function digestChanges(files: readonly ChangedFile[]): string {
  const rows = files.map(({ path, kind, sha256 }) => ({ path, kind, sha256 }));
  return hash('sha256', canonicalJson(rows.toSorted(byPath)), 'hex');
}

function byPath(one: { path: string }, other: { path: string }): number {
  return one.path < other.path ? -1 : Number(one.path > other.path);
}
