import {
  type ReaderState,
  type RecordedSessionFile,
  ROW_COUNTS,
  type SessionFile,
  type SessionRow,
} from '../events/sessions.ts';

/** A session file as it is recorded: most counts are 0, and most of the state is empty once a session is over. */
export function packFile({ rows, state, ...file }: SessionFile): RecordedSessionFile {
  return { ...file, rows: rows.map(packRow), state: packState(state) };
}

/** A session file as it was before it was recorded. */
export function unpackFile({ rows, state, ...file }: RecordedSessionFile): SessionFile {
  const { copying = false, since = false, recorded = [], records = [], calls = {} } = state;
  const full = { ...state, copying, since, recorded, records, calls };
  return { ...file, rows: rows.map(unpackRow), state: full };
}

function packRow({ day, model, effort, tier, approval, sandbox, ...rest }: SessionRow) {
  const counts: RecordedSessionFile['rows'][number]['counts'] = {};
  for (const name of ROW_COUNTS) if (rest[name] !== 0) counts[name] = rest[name];
  return { day, model, effort, tier, approval, sandbox, counts };
}

function unpackRow({ counts, ...place }: RecordedSessionFile['rows'][number]): SessionRow {
  return { ...noCounts(), ...place, ...counts };
}

/** Every count of a row, at 0. */
export const noCounts = (): Pick<SessionRow, (typeof ROW_COUNTS)[number]> =>
  Object.fromEntries(ROW_COUNTS.map((name) => [name, 0])) as Pick<SessionRow, (typeof ROW_COUNTS)[number]>;

function packState({
  copying,
  since,
  recorded,
  records,
  calls,
  ...state
}: ReaderState): RecordedSessionFile['state'] {
  return {
    ...state,
    ...(copying ? { copying } : {}),
    ...(since ? { since } : {}),
    ...(recorded.length > 0 ? { recorded } : {}),
    ...(records.length > 0 ? { records } : {}),
    ...(Object.keys(calls).length > 0 ? { calls } : {}),
  };
}
