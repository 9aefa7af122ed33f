import { UsageError, WorkError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { today } from '../../../domain/metrics/days.ts';
import type { AnalyticsPage } from '../../../domain/metrics/sources/analytics.ts';
import {
  type AnalyticsPart,
  type FetchPlan,
  planFetch,
} from '../../../domain/metrics/sources/analytics-plan.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { World } from '../../world/world.ts';
import { ApiClient } from '../api/api-client.ts';
import { type KeyChoice, readKey } from '../api/read-key.ts';
import { readPage } from './import-analytics.ts';
import { type ImportedFiles, joinCounts } from './import-files.ts';
import { FiguresRecorder, type RowCounts } from './record-figures.ts';

/** Where the Analytics API is. */
export const ANALYTICS_API = 'https://api.chatgpt.com/v1/analytics/codex';

/** Rows on one page: thirty thousand are allowed, and would be lost together when a connection is cut. */
const rowsOnPage = '1000';

const paths: Record<AnalyticsPart, { path: string; query: Record<string, string> }> = {
  'usage of the workspace': { path: 'usage', query: { group: 'workspace' } },
  'usage of its people': { path: 'usage', query: {} },
  'code reviews': { path: 'code_reviews', query: {} },
  'responses to code reviews': { path: 'code_review_responses', query: {} },
};

export type FetchRequest = KeyChoice & {
  workspace: string;
  base: string;
  from?: string | undefined;
  to?: string | undefined;
  group: 'day' | 'week';
  signal: AbortSignal;
  onProgress: OnProgress;
  /** Hears why and how long it waits. */
  onWait: (reason: string) => void;
};

/** What a fetch came to. The days are in UTC, both included. */
export type FetchedAnalytics = RowCounts &
  Pick<ImportedFiles, 'unknown'> & { from: string; to: string; pages: number; resumed: boolean };

/**
 * Fetches usage, code reviews and responses to them of a workspace, page by page. Each page is recorded with the cursor of
 * the next one, so that the same command goes on where it was cut short; what is recorded is not counted twice.
 *
 * @throws UsageError for a key, a day or an address that is refused
 * @throws WorkError when the API does not answer, or with something else
 */
export async function fetchAnalytics(
  world: World,
  store: Store,
  request: FetchRequest,
): Promise<FetchedAnalytics> {
  const { workspace, base, signal, onWait } = request;
  if (!/^[\w.-]{1,100}$/.test(workspace))
    throw new UsageError(
      'the id of the workspace has letters, digits and hyphens alone',
      'Check --workspace.',
    );
  const api = new ApiClient({ base, key: readKey(world, request), world, signal, onWait });
  const recorder = await FiguresRecorder.open(world, store, 'analytics');
  const pages = recorder.heads.flatMap(({ place, page }) => (place === workspace && page ? [page] : []));
  const plan = planFetch(pages, request, world.now());
  const fetched: FetchedAnalytics = {
    ...{ from: dayOf(plan.start), to: dayOf(plan.end - 1), pages: 0, resumed: plan.resumes },
    ...{ added: 0, known: 0, unknown: new Map() },
  };
  for (const [index, { part, cursor }] of plan.parts.entries()) {
    const isLast = index === plan.parts.length - 1;
    for await (const { page, next } of pagesOf(api, { plan, part, cursor, recorder, workspace })) {
      const { run, group, start, end } = plan;
      const counts = await recorder.record({
        ...{ place: workspace, rows: [...page.rows], unknown: Object.fromEntries(page.unknown) },
        quality: { name: workspace, rows: [...page.quality] },
        page: { run, part, group, start, end, next, finished: isLast && next === null },
      });
      fetched.added += counts.added;
      fetched.known += counts.known;
      fetched.pages += 1;
      fetched.unknown = joinCounts([fetched.unknown, page.unknown]);
      request.onProgress({ step: part, done: fetched.pages });
    }
  }
  return fetched;
}

const dayOf = (second: number) => today(new Date(second * 1000));

type Part = {
  plan: FetchPlan;
  part: AnalyticsPart;
  cursor: string | null;
  recorder: FiguresRecorder;
  workspace: string;
};

/** The pages of a part from a cursor on. A cursor from an earlier run that is refused is given up, not the part. */
async function* pagesOf(
  api: ApiClient,
  { plan, part, cursor, recorder, workspace }: Part,
): AsyncGenerator<{ page: AnalyticsPage; next: string | null }> {
  const { path, query } = paths[part];
  const ask = async (page: string | null) => {
    const answer = await api.json(`/workspaces/${encodeURIComponent(workspace)}/${path}`, {
      ...query,
      ...{ start_time: String(plan.start), end_time: String(plan.end) },
      ...{ group_by: plan.group, limit: rowsOnPage, page: page ?? undefined },
    });
    try {
      return readPage(answer, recorder.qualityPlace(workspace));
    } catch (cause) {
      if (!(cause instanceof UsageError)) throw cause;
      throw new WorkError(
        `${part}: ${cause.message}`,
        'Check --base-url; the form of the API may be a newer one.',
      );
    }
  };
  const seen = new Set<string>();
  let page = await ask(cursor).catch((cause: unknown) => {
    if (cursor === null || !(cause instanceof UsageError)) throw cause;
    return ask(null);
  });
  for (;;) {
    const { next } = page;
    yield { page, next };
    if (next === null) return;
    if (seen.has(next)) throw new WorkError(`${part}: the API names the same next page again and again`);
    seen.add(next);
    page = await ask(next);
  }
}
