import type { Activity, Measure, RecordedActivity } from '../activity.ts';
import { surfaceOfClient } from '../sources/surface-of-client.ts';
import type { Window } from '../view.ts';
import type { Coverage } from './coverage.ts';
import type { ActivityGroup } from './group-sums.ts';

/** Sums of the records of a group, and the repositories of its environment; a sum is null when no record says it. */
type ActivitySums = {
  group: ActivityGroup;
  repositories: readonly string[];
  seq: number;
} & Readonly<Partial<Record<Measure, number | null>>>;

/** Measures that are taken as they are summed. */
const measured = [
  'sessions',
  'turns',
  'requests',
  'failed_requests',
  'tool_calls',
  'failed_tool_calls',
  'input_tokens',
  'cached_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
] as const satisfies Measure[];

/**
 * The activity that compliance logs state. The repository is the one that a record names, or that its environment has alone;
 * of an environment with several it is not known.
 *
 * @param days the first and the last day with a record, for logs of which nobody knows how far they go
 */
export function activityOfSums(
  sums: readonly ActivitySums[],
  coverage: readonly Coverage[],
  days: Window | undefined,
): RecordedActivity {
  const rows = sums.map(({ group, repositories, seq, ...values }): Activity => {
    const [day, place, person, client, model, , repository] = group;
    const [only = ''] = repositories.length === 1 ? repositories : [];
    const measures = Object.fromEntries(
      measured.flatMap((measure) => {
        const value = values[measure];
        return value === null || value === undefined ? [] : [[measure, value]];
      }),
    );
    const { input_tokens: input, output_tokens: output } = values;
    return {
      ...{ source: 'compliance', from: day, to: day, person, surface: surfaceOfClient(client) },
      ...{ repository: repository === '' ? only : repository, model, grade: 'observed', place, seq },
      measures:
        typeof input === 'number' && typeof output === 'number'
          ? { ...measures, total_tokens: input + output }
          : measures,
    };
  });
  const counted = coverage.filter(({ log }) => log === 'CODEX_LOG').map(({ counted }) => counted);
  const moments = counted.length > 0 ? counted : days === undefined ? [] : [days];
  const [from] = moments.map((one) => one.from.slice(0, 10)).sort();
  const to = moments
    .map((one) => one.to.slice(0, 10))
    .sort()
    .at(-1);
  return { rows, spans: from === undefined || to === undefined ? {} : { compliance: { from, to } } };
}
