import { bodiesOf } from '../../../domain/history/entry/event.ts';
import type { Quality } from '../../../domain/metrics/metric-set.ts';
import { statedQuality } from '../../../domain/metrics/metric-value.ts';
import type { Member } from '../../../domain/metrics/scope.ts';
import type { Views } from '../../../store/views/views.ts';

/** All rows of quality: those that were imported or typed, and those that other entries of the history say. */
export async function readQuality(views: Views): Promise<readonly Quality[]> {
  const read = await Promise.all([
    stated(views),
    imported(views),
    ofSuites(views),
    ofCatalog(views),
    ofReviews(views),
    ofRings(views),
  ]);
  return read.flat();
}

/** Who belongs to which team and cost centre, in the order in which it was recorded. */
export async function readMembers(views: Pick<Views, 'entriesOfKind'>): Promise<readonly Member[]> {
  const entries = bodiesOf(await views.entriesOfKind('teams.recorded'), 'teams.recorded');
  return entries.flatMap(({ body }) =>
    body.members.map(({ person, team, cost_centre }) => ({ person, team, costCentre: cost_centre })),
  );
}

/** What people stated by hand. */
async function stated(views: Views): Promise<readonly Quality[]> {
  const entries = bodiesOf(await views.entriesOfKind('metric.recorded'), 'metric.recorded');
  return entries.flatMap((entry) => statedQuality(entry.body, entry) ?? []);
}

/** A later row of the same source with the same key takes the place of the earlier one. */
async function imported(views: Views): Promise<readonly Quality[]> {
  const rows = new Map<string, Quality>();
  const entries = bodiesOf(await views.entriesOfKind('quality.recorded'), 'quality.recorded');
  for (const { seq, body } of entries)
    for (const { key, ...row } of body.rows)
      rows.set(`${body.source} ${key}`, { ...row, source: body.source, seq });
  return [...rows.values()];
}

/** Most runs of suites that are looked at, the newest ones. */
const mostRuns = 2000;

/** A run of a suite is so many verifications as it has checks with a verdict. */
async function ofSuites(views: Views): Promise<readonly Quality[]> {
  const runs = await views.countedRuns(mostRuns, 'pin');
  return runs.flatMap(({ seq, id, finishedAt, counts: { pass, warn, fail } }) =>
    finishedAt === undefined || pass + warn + fail === 0
      ? []
      : derived(
          { metric: 'verification-pass-rate', source: 'suite runs', at: finishedAt, seq, id },
          pass + warn,
          {
            n: pass + warn + fail,
          },
        ),
  );
}

async function ofCatalog(views: Views): Promise<readonly Quality[]> {
  const runs = bodiesOf(await views.entriesOfKind('catalog.ran'), 'catalog.ran');
  return runs.flatMap(({ seq, at, body: { verdict, repository } }) =>
    verdict === 'error'
      ? []
      : derived(
          { metric: 'verification-pass-rate', source: 'catalog runs', at, seq, id: String(seq) },
          verdict === 'pass' ? 1 : 0,
          { n: 1, repository },
        ),
  );
}

/** A question that a review ended with an answer of no, or without one, is a finding. */
async function ofReviews(views: Views): Promise<readonly Quality[]> {
  const reviews = bodiesOf(await views.entriesOfKind('review.finished'), 'review.finished');
  return reviews.flatMap(({ seq, at, body }) =>
    derived(
      { metric: 'review-findings', source: 'reviews', at, seq, id: body.review },
      body.exceptions.length,
      {
        n: 1,
      },
    ),
  );
}

async function ofRings(views: Views): Promise<readonly Quality[]> {
  const incidents = bodiesOf(await views.entriesOfKind('ring.incident'), 'ring.incident');
  return incidents.flatMap(({ seq, at }) =>
    derived({ metric: 'incident-count', source: 'rings', at, seq, id: String(seq) }, 1, { n: null }),
  );
}

/** The row of one thing that happened on a day. */
function derived(
  { at, ...row }: Pick<Quality, 'metric' | 'source' | 'seq' | 'id'> & { at: string },
  total: number,
  { n, repository = '' }: { n: number | null; repository?: string },
): readonly Quality[] {
  const day = at.slice(0, 10);
  return [{ ...row, from: day, to: day, team: '', repository, total, n, priorities: null }];
}
