import * as z from 'zod';
import { lazily } from '../../base/lazily.ts';

/** How a change arrives, as the system that runs the job says it. */
export type Arrival =
  | {
      type: 'pull request';
      /** Branch that it goes to. */
      into: string;
      base: string;
      head: string;
      /** Account that opened it; null where that is not stated. */
      author: string | null;
    }
  | { type: 'push'; branch: string; isProtected: boolean; before: string; after: string }
  /** A job that no change has started, such as one by the clock. */
  | { type: 'other' }
  /** No CI. */
  | { type: 'none' };

const commit = () => z.string().regex(/^[0-9a-f]{40,64}$/);

// Titles, descriptions, labels and commit messages are anybody's text: none of them is read.
const payloadSchema = lazily(() =>
  z.looseObject({
    ref: z.string().optional(),
    before: z.string().optional(),
    after: z.string().optional(),
    repository: z.looseObject({ default_branch: z.string().optional() }).optional(),
    pull_request: z
      .looseObject({
        base: z.looseObject({ sha: commit(), ref: z.string() }),
        head: z.looseObject({ sha: commit() }),
        user: z.looseObject({ login: z.string() }).nullish(),
      })
      .optional(),
    merge_group: z.looseObject({ base_sha: commit(), head_sha: commit(), base_ref: z.string() }).optional(),
  }),
);

/**
 * Reads how a change arrives from the payload of GitHub's event, or from the variables that GitLab sets.
 *
 * @param payload the parsed content of GITHUB_EVENT_PATH; undefined without one
 * @param isNamed whether the team names a branch as protected
 * @returns a complaint where the payload has another shape
 */
export function readArrival(
  environment: Readonly<Record<string, string | undefined>>,
  payload: unknown,
  isNamed: (branch: string) => boolean,
): Arrival | { complaint: string } {
  if (payload !== undefined) return fromGithub(payload, isNamed);
  return environment.GITLAB_CI === 'true' ? fromGitlab(environment, isNamed) : { type: 'none' };
}

function fromGithub(payload: unknown, isNamed: (branch: string) => boolean): Arrival | { complaint: string } {
  const parsed = payloadSchema().safeParse(payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { complaint: `${issue?.path.join('.') || 'payload'}: ${issue?.message}` };
  }
  const { pull_request: pull, merge_group: group, ref, before, after, repository } = parsed.data;
  if (pull) {
    const { base, head, user } = pull;
    return {
      type: 'pull request',
      into: base.ref,
      base: base.sha,
      head: head.sha,
      author: user?.login ?? null,
    };
  }
  if (group) {
    const into = group.base_ref.replace(/^refs\/heads\//, '');
    return { type: 'pull request', into, base: group.base_sha, head: group.head_sha, author: null };
  }
  const branch = /^refs\/heads\/(.+)$/.exec(ref ?? '')?.[1];
  if (branch === undefined || before === undefined || after === undefined) return { type: 'other' };
  const isProtected = branch === repository?.default_branch || isNamed(branch);
  return { type: 'push', branch, isProtected, before, after };
}

/** GitLab sets these itself; a job may set them too, but then it may leave the gate out as well. */
function fromGitlab(
  environment: Readonly<Record<string, string | undefined>>,
  isNamed: (branch: string) => boolean,
): Arrival {
  const {
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: into,
    CI_COMMIT_SHA: head,
    CI_COMMIT_BRANCH: branch,
    CI_COMMIT_BEFORE_SHA: before,
    CI_DEFAULT_BRANCH: standard,
    CI_COMMIT_REF_PROTECTED: isMarked,
    CI_PIPELINE_SOURCE: source,
  } = environment;
  if (base && into && head) return { type: 'pull request', into, base, head, author: null };
  if (source !== 'push' || !branch || !before || !head) return { type: 'other' };
  const isProtected = branch === standard || isMarked === 'true' || isNamed(branch);
  return { type: 'push', branch, isProtected, before, after: head };
}
