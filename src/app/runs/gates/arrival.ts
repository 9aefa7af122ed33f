import { resolve } from 'node:path';
import * as z from 'zod';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type Arrival, readArrival } from '../../../domain/runs/gates/arrival.ts';
import type { World } from '../../world/world.ts';
import { readNamed } from './risk-matrix.ts';

/**
 * How the change of this job arrives: from the event of GitHub, whose file GITHUB_EVENT_PATH names, or from the variables
 * of GitLab.
 *
 * @param branches that the team protects, besides those that the system names
 * @throws UsageError when the file is no event
 */
export async function findArrival(
  { cwd, environment }: Pick<World, 'cwd' | 'environment'>,
  branches: readonly string[],
): Promise<Arrival> {
  const file = environment.GITHUB_EVENT_PATH;
  const payload = file ? await readJson(resolve(cwd, file), 'GITHUB_EVENT_PATH') : undefined;
  const arrival = readArrival(environment, payload, (branch) => branches.includes(branch));
  if (!('complaint' in arrival)) return arrival;
  throw new UsageError(
    `GITHUB_EVENT_PATH: not an event of GitHub: ${cleanLine(arrival.complaint).slice(0, 300)}`,
    'The runner sets it. Unset it, and name --base and --head.',
  );
}

/**
 * JSON of a file that a person or a runner named.
 *
 * @throws UsageError when it cannot be read, or is not JSON
 */
async function readJson(path: string, shown: string): Promise<unknown> {
  const bytes = await readNamed(path, shown);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new UsageError(
      `${cleanLine(shown)}: not JSON: ${cleanLine((cause as Error).message).slice(0, 200)}`,
    );
  }
}

const pullsSchema = z.array(
  z.looseObject({
    merge_commit_sha: z.string().nullish(),
    merged_at: z.string().nullish(),
    base: z.looseObject({ ref: z.string() }),
  }),
);

/**
 * The commits by which pull requests were merged into a branch, from what GitHub answers to
 * `GET /repos/{owner}/{repo}/commits/{sha}/pulls`.
 *
 * @throws UsageError for a file of another shape
 */
export async function readMerges(
  { cwd }: Pick<World, 'cwd'>,
  file: string,
  branch: string,
): Promise<ReadonlySet<string>> {
  const pulls = parseAs(pullsSchema, await readJson(resolve(cwd, file), file), file);
  return new Set(
    pulls
      .filter(({ merged_at, base }) => Boolean(merged_at) && base.ref === branch)
      .flatMap(({ merge_commit_sha: commit }) => commit ?? []),
  );
}

const reviewsSchema = z.array(
  z.looseObject({
    state: z.string(),
    commit_id: z.string().nullish(),
    user: z.looseObject({ login: z.string(), type: z.string().optional() }).nullish(),
  }),
);

/**
 * Whether a person other than the author has approved a pull request at its head, from what GitHub answers to
 * `GET /repos/{owner}/{repo}/pulls/{number}/reviews`. The last word of each person counts.
 *
 * @throws UsageError for a file of another shape
 */
export async function readApproval(
  { cwd }: Pick<World, 'cwd'>,
  file: string,
  { head, author }: { head: string; author: string | null },
): Promise<boolean> {
  const reviews = parseAs(reviewsSchema, await readJson(resolve(cwd, file), file), file);
  const last = new Map<string, (typeof reviews)[number]>();
  for (const review of reviews) {
    const { user, state } = review;
    if (
      user &&
      user.type !== 'Bot' &&
      user.login !== author &&
      /^(?:APPROVED|CHANGES_REQUESTED|DISMISSED)$/.test(state)
    )
      last.set(user.login, review);
  }
  const words = [...last.values()];
  return (
    words.some(({ state, commit_id }) => state === 'APPROVED' && commit_id === head) &&
    words.every(({ state }) => state !== 'CHANGES_REQUESTED')
  );
}

function parseAs<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(
    `${cleanLine(file)}: ${cleanLine(issue?.path.join('.') || 'the document')}: ${cleanLine(issue?.message ?? '').slice(0, 200)}`,
    'docs/review-packs.md says which answer of GitHub it is.',
  );
}
