import type { Activity, Measure, RecordedActivity } from '../activity.ts';
import type { RecordedSessionFile, SessionFile, SessionRow, SessionsBody } from '../events/sessions.ts';
import type { Window } from '../view.ts';
import { unpackFile } from './recorded-file.ts';

type RecordedSessions = { seq: number; body: SessionsBody };

/** A session file as it was recorded last, whose it is, and the entry. */
type RecordedFile = { file: SessionFile; person: string; seq: number };

/**
 * Each session file as it was recorded last: a later entry with the same file takes the place of an earlier one.
 *
 * @param entries in the order in which they were recorded
 */
export function newestFiles(entries: readonly RecordedSessions[]): readonly RecordedFile[] {
  const newest = new Map<string, Omit<RecordedFile, 'file'> & { file: RecordedSessionFile }>();
  for (const { seq, body } of entries)
    for (const file of body.files) newest.set(file.name, { file, person: body.person, seq });
  return [...newest.values()].map(({ file, ...of }) => ({ ...of, file: unpackFile(file) }));
}

/**
 * The activity that session files state: a row for each entry, day, person, surface, repository and model. What an agent
 * did for a session is no session, turn or task of its own, but its requests and tokens count.
 */
export function activityOfSessions(entries: readonly RecordedSessions[], window: Window): RecordedActivity {
  const files = newestFiles(entries);
  const days = files.flatMap(({ file }) => file.rows.map(({ day }) => day)).sort();
  const [from, to] = [days[0], days.at(-1)];
  const rows = new Map<string, Sums>();
  for (const { file, person, seq } of files)
    for (const row of file.rows) {
      if (row.day < window.from || row.day > window.to) continue;
      const { surface, repository, starter } = file;
      // What the service calls its review is some other model.
      const model = row.model === 'codex-auto-review' ? '' : row.model;
      const key = JSON.stringify([seq, row.day, person, surface, repository, model]);
      const place = { from: row.day, to: row.day, person, surface, repository, model, seq };
      const sums = rows.get(key) ?? { ...place, isEstimated: false, measures: {} };
      rows.set(key, sums);
      // A difference of sums may be of several requests, and what is not stated is not in the sum.
      sums.isEstimated ||= row.subtracted > 0 || row.unmetered > 0;
      add(sums.measures, measuresOf(row, starter));
    }
  return {
    rows: [...rows.values()].map(
      ({ isEstimated, ...row }): Activity => ({
        ...row,
        source: 'sessions',
        grade: isEstimated ? 'estimated' : 'observed',
      }),
    ),
    spans: from !== undefined && to !== undefined ? { sessions: { from, to } } : {},
  };
}

type Measures = Partial<Record<Measure, number>>;
type Sums = Omit<Activity, 'source' | 'grade' | 'measures'> & { isEstimated: boolean; measures: Measures };

function measuresOf(row: SessionRow, starter: SessionFile['starter']): Measures {
  const ofPerson = {
    sessions: row.sessions,
    turns: row.turns,
    tasks_started: row.started,
    tasks_completed: row.completed,
  };
  return {
    ...(starter === 'person' ? ofPerson : {}),
    requests: row.requests,
    input_tokens: row.input,
    cached_input_tokens: row.cached,
    output_tokens: row.output,
    reasoning_output_tokens: row.reasoning,
    total_tokens: row.total,
    tool_calls: row.tool_calls,
    failed_tool_calls: row.failed_tool_calls,
  };
}

function add(sums: Measures, measures: Measures): void {
  for (const [name, value] of Object.entries(measures) as [Measure, number][])
    sums[name] = (sums[name] ?? 0) + value;
}
