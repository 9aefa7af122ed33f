import { UsageError } from '../../base/errors.ts';
import type { CapturedRun } from '../events.ts';

/** What says how alike two runs are, and which came first. */
export type RunToCompare = {
  at: string;
  body: Pick<CapturedRun, 'run' | 'started_at' | 'outcome' | 'git' | 'ci' | 'inputs'>;
};

/**
 * The run to compare a bad one with: the newest one before it that completed, in the same repository, with the same
 * workflow or the same prompt. One that an incident calls bad is not good.
 *
 * @param runs newest first
 * @returns undefined when there is none: a person has to name one
 */
export function suggestGoodRun<Run extends RunToCompare>(
  bad: RunToCompare,
  { runs, badRuns }: { runs: readonly Run[]; badRuns: ReadonlySet<string> },
): Run | undefined {
  const repository = bad.body.git?.repository;
  return runs
    .filter(({ body }) => body.run !== bad.body.run && !badRuns.has(body.run))
    .filter(({ body }) => body.outcome === 'completed' && body.git?.repository === repository)
    .filter(({ body }) => isSameWork(body, bad.body))
    .filter((run) => momentOf(run) < momentOf(bad))
    .toSorted((one, other) => momentOf(other) - momentOf(one))[0];
}

/** When a run began, in milliseconds; when it was recorded, if nobody knows. */
export function momentOf({
  at,
  body,
}: Pick<RunToCompare, 'at'> & { body: Pick<CapturedRun, 'started_at'> }): number {
  return Date.parse(body.started_at ?? at);
}

function isSameWork(one: RunToCompare['body'], other: RunToCompare['body']): boolean {
  const workflow = one.ci?.workflow ?? null;
  if (workflow !== null && workflow === other.ci?.workflow) return true;
  const prompt = one.inputs.prompt?.sha256;
  return prompt !== undefined && prompt === other.inputs.prompt?.sha256;
}

/** The same run cannot be good and bad. */
export const sameRun = () =>
  new UsageError('the good run and the bad run are the same', 'codex-cockpit run list names the runs.');
