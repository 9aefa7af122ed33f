import type { Review } from './review.ts';

/** How far a review is, in words. */
export function describeProgress({ finished, questions }: Review): string {
  if (finished) return finished.exceptions.length === 0 ? 'finished' : 'finished with exceptions';
  return `${questions.filter(({ answer }) => answer).length} of ${questions.length} answered`;
}

/** The command that brings an open review forward. */
export function nextReviewCommand({ id, questions }: Review): string {
  const open = questions.find(({ answer }) => !answer);
  return open ? `codex-cockpit review answer ${id} ${open.id} yes` : `codex-cockpit review finish ${id}`;
}
