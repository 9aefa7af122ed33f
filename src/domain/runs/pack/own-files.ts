import { digestChanges } from '../changes.ts';
import type { Changes } from '../events.ts';

/**
 * Files of evidence folders and packs, in the folder that a repository has for them. Any other file there may be read by a
 * tool, such as `package.json` or `AGENTS.md`, and is a change as any other.
 */
const evidence =
  /^codex-evidence\/(?:[^/]+\/)*(?:pack(?:[.-][\w.-]*)?\.(?:json|md|html)|provenance(?:[.-][\w.-]*)?\.jsonl?|run\.json|events\.jsonl|stderr\.txt|last-message\.txt)$/;

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
