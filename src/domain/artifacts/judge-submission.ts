import { RefusedError, UsageError } from '../base/errors.ts';
import type { Role } from '../people/role.ts';
import type { Artifact, Revision } from './artifact.ts';
import type { ArtifactDeclaration } from './artifact-kind.ts';
import { findPlaceholders } from './placeholders.ts';

const mostNamed = 10;

/** The roles that submit an artifact: that of its owner, and the rollout owner. */
export function submittingRoles({ owner }: Pick<ArtifactDeclaration, 'owner'>): readonly Role[] {
  return owner === 'rollout owner' ? [owner] : [owner, 'rollout owner'];
}

/**
 * Decides whether the newest text of an artifact can go to its reviewers. An approved one can too: that
 * begins its periodic review.
 *
 * @param text the newest text, as it was read a moment before
 * @throws UsageError when nothing was begun, or gaps are left, each named with its place
 * @throws RefusedError when it is with its reviewers already
 */
export function judgeSubmission({ id, newest }: Artifact, text: string): Revision {
  if (!newest) {
    throw new UsageError(
      `${id} is not begun: there is no text to submit`,
      `Write it: codex-cockpit artifact edit ${id}, or codex-cockpit artifact import ${id} FILE`,
    );
  }
  if (newest.awaits.length > 0) {
    throw new RefusedError(
      `revision ${newest.revision} of ${id} is in review already`,
      `It waits for: ${newest.awaits.join(', ')}.`,
    );
  }
  const gaps = findPlaceholders(text);
  if (gaps.length === 0) return newest;
  const shown = gaps
    .slice(0, mostNamed)
    .map(({ name, line, column }) => `  ${id}:${line}:${column} {{${name}}}`);
  const more = gaps.length > mostNamed ? [`  and ${gaps.length - mostNamed} more`] : [];
  throw new UsageError(
    [`revision ${newest.revision} of ${id} has ${gaps.length} gaps to fill:`, ...shown, ...more].join('\n'),
    `Fill them: codex-cockpit artifact edit ${id}`,
  );
}
