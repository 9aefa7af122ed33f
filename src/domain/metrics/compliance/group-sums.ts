import type { Measure } from '../activity.ts';
import type { ComplianceRow } from '../events/compliance.ts';

/** What records of a group add up to; absent as long as no record says anything of it. */
export type GroupSums = {
  /** The JSON of its `ActivityGroup`. */
  key: string;
  day: string;
  sums: Partial<Record<SummedMeasure, number>>;
};

type SummedMeasure = Extract<
  Measure,
  | 'requests'
  | 'failed_requests'
  | 'tool_calls'
  | 'failed_tool_calls'
  | 'turns'
  | 'sessions'
  | 'input_tokens'
  | 'cached_input_tokens'
  | 'output_tokens'
  | 'reasoning_output_tokens'
>;

/** What the records of a group share: day, place, person, client, model, environment and repository. */
export type ActivityGroup = readonly [
  day: string,
  place: string,
  person: string,
  client: string,
  model: string,
  environment: string,
  repository: string,
];

/** Where a turn or a session is first seen. */
export type UnitStart = { of: 'turns' | 'sessions'; at: string; group: string };

/**
 * Adds up records by day, person, client, model, environment and repository. Turns and sessions are not added up here: one has
 * many records, in other entries too. `units` says where each begins among these records.
 */
export function groupSums(
  rows: readonly ComplianceRow[],
  place: string,
): { groups: ReadonlyMap<string, GroupSums>; units: ReadonlyMap<string, UnitStart> } {
  const groups = new Map<string, GroupSums>();
  const units = new Map<string, UnitStart>();
  for (const row of rows) {
    const isRequest = row.event_type === 'PROMPT_RESPONSE_RECEIVED';
    if (!isRequest && row.event_type !== 'TOOL_CALL_COMPLETED' && row.event_type !== 'APP_MCP_CALL') continue;
    const day = row.at.slice(0, 10);
    const group: ActivityGroup = [
      day,
      place,
      row.person ?? '',
      row.client ?? '',
      row.model ?? '',
      row.environment ?? '',
      row.repositories?.length === 1 ? (row.repositories[0] ?? '') : '',
    ];
    const key = JSON.stringify(group);
    const known: GroupSums = groups.get(key) ?? { key, day, sums: {} };
    groups.set(key, known);
    const { sums } = known;
    const add = (measure: SummedMeasure, amount: number | undefined) => {
      if (amount !== undefined) sums[measure] = (sums[measure] ?? 0) + amount;
    };
    const failed = row.status === undefined ? undefined : Number(row.status === 'error');
    if (!isRequest) {
      add('tool_calls', 1);
      add('failed_tool_calls', failed);
      continue;
    }
    add('requests', 1);
    add('failed_requests', failed);
    add('input_tokens', row.input_tokens);
    add('cached_input_tokens', row.cached_input_tokens);
    add('output_tokens', row.output_tokens);
    add('reasoning_output_tokens', row.reasoning_output_tokens);
    const begins = (unit: string, of: UnitStart['of']) => {
      const known = units.get(unit);
      if (!known || row.at < known.at) units.set(unit, { of, at: row.at, group: key });
      // It is known, even where all of its turns or sessions began in another group.
      add(of, 0);
    };
    if (row.session !== undefined) begins(`session ${row.session}`, 'sessions');
    // Numbers of turns may begin anew in each session.
    if (row.turn !== undefined) begins(`turn ${row.session ?? ''} ${row.turn}`, 'turns');
  }
  return { groups, units };
}
