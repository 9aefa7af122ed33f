import type { QualityBody } from '../events/quality.ts';
import type { Window } from '../view.ts';

/** The days that reviews are of, and the repository when it is known. */
type Of = Window & { repository?: string };

type QualityRow = QualityBody['rows'][number];

/** What reviews by Codex found in some days; undefined when a number is not known, or nothing was reviewed. */
export function reviewFindings(
  found: { reviews?: Count; p0?: Count; p1?: Count; p2?: Count },
  of: Of,
  place: string,
): QualityRow | undefined {
  const { reviews, p0, p1, p2 } = found;
  if (!reviews || !isKnown(p0) || !isKnown(p1) || !isKnown(p2)) return undefined;
  return {
    ...rowOf('review-findings', of, place),
    ...{ total: p0 + p1 + p2, n: reviews, priorities: { p0, p1, p2 } },
  };
}

/** How people reacted to the comments; undefined when that is not known, or nobody reacted. */
export function reviewReactions(
  { up, down }: { up?: Count; down?: Count },
  of: Of,
  place: string,
): QualityRow | undefined {
  if (!isKnown(up) || !isKnown(down) || up + down === 0) return undefined;
  return { ...rowOf('review-reactions', of, place), total: up, n: up + down, priorities: null };
}

type Count = number | null | undefined;

const isKnown = (count: Count): count is number => typeof count === 'number';

const rowOf = (metric: QualityRow['metric'], { from, to, repository = '' }: Of, place: string) => ({
  ...{ key: JSON.stringify([metric, place, repository, from, to]), metric, from, to },
  // Two workspaces are of different reviews, which add up.
  ...{ team: '', repository, id: place === '' ? null : place },
});
