import type { Review, ReviewQuestion } from '../../../../src/domain/reviews/review.ts';
import { type ReviewsRead, reviews } from '../../../../src/tui/screens/reviews/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { on } from '../../support.tsx';

/** Bob did it, as a team lead. */
export const signed = {
  ...{ by: 'bob@example.com', role: 'team lead' as const, at: '2026-11-20T12:00:00.000Z', seq: 9 },
};

/** A question, which Bob may have answered. */
export const question = (id: string, answer?: 'yes' | 'no'): ReviewQuestion => ({
  id,
  text: `Is ${id} seen to?`,
  answer: answer && { ...signed, answer, note: undefined },
  earlier: 0,
});

/** A review that Bob started, with one question answered and one open, but for what is given. */
export const review = (id: string, more: Partial<Review> = {}): Review => ({
  id,
  name: 'high-risk-change',
  checklist: { artifact: 'high-risk-checklist', revision: 1, sha256: 'ab' },
  change: `shop#${id}`,
  title: undefined,
  areas: ['money'],
  started: signed,
  questions: [question('tests', 'yes'), question('secrets')],
  finished: undefined,
  ...more,
});

export const finished = { ...signed, note: undefined, exceptions: [] };

/** The screen as Sue, a security owner, sees it. */
export function shown(
  found: readonly Review[],
  more: Partial<ReviewsRead> = {},
  state: Partial<State> = {},
): State {
  const me: State['me'] = { email: 'sue@example.com', roles: ['security owner'], hasKey: false };
  const base = on('reviews', { me, ...state });
  const areas = { money: 'Payments' };
  return reviews.set(base, { at: base.status?.entries, reviews: found, areas, refusal: undefined, ...more });
}
