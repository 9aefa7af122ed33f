import { digestChanges } from '../changes.ts';
import type { Changes } from '../events.ts';

/** The folder of a repository for evidence folders and packs. */
export const EVIDENCE_FOLDER = 'codex-evidence';

// Only forms that nothing runs: code in this folder is a change as any other.
const evidence = new RegExp(`^${EVIDENCE_FOLDER}/(?:.*/)?[^/]+\\.(?:jsonl?|md|html|txt)$`);

/** Whether a file is evidence of a change, and so not a part of it: a pack would have to contain itself. */
export function isOwnFile(path: string): boolean {
  return evidence.test(path);
}

/** A change without the evidence in it. One with more files than are named is left as it is. */
export function withoutOwnFiles(changes: Changes): Changes {
  const files = changes.files.filter(({ path }) => !isOwnFile(path));
  if (files.length === changes.files.length || changes.total > changes.files.length) return changes;
  return { ...changes, files, total: files.length, digest: changes.digest && digestChanges(files) };
}
