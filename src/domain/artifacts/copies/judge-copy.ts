import { createHash } from 'node:crypto';
import type { Artifact, Revision } from '../artifact.ts';
import { readCopy } from './published-copy.ts';

/**
 * What a copy is: the approved text; that of an earlier revision, or of one that is not approved; a text
 * that was edited after it was published; or one that never was ours.
 */
type CopyJudgement =
  | { state: 'same' }
  | { state: 'older' | 'not approved'; revision: number }
  | { state: 'edited'; revision: number }
  | { state: 'foreign' };

/**
 * The state of a copy in a repository. `absent`: it was never published there. `out of reach`: it is no
 * file that can be read, or a link that leads out of the repository.
 */
export type CopyState = CopyJudgement['state'] | 'missing' | 'absent' | 'out of reach';

/** Compares a copy with what counts of an artifact. */
export function judgeCopy(
  copy: string,
  { id, revisions }: Pick<Artifact, 'id' | 'revisions'>,
  approved: Revision,
): CopyJudgement {
  const { header, text } = readCopy(copy);
  const digest = createHash('sha256').update(text).digest('hex');
  if (digest === approved.sha256) return { state: 'same' };
  const known = revisions.findLast(({ sha256 }) => sha256 === digest);
  if (known) {
    const state = known.revision < approved.revision ? 'older' : 'not approved';
    return { state, revision: known.revision };
  }
  return header?.artifact === id ? { state: 'edited', revision: header.revision } : { state: 'foreign' };
}
