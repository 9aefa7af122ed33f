import * as z from 'zod';

const count = () => z.int().nonnegative();

/** Tokens of requests; `cached` is part of `input`, and `reasoning` of `output`. */
const tokens = () => ({
  input: count(),
  cached: count(),
  output: count(),
  reasoning: count(),
  total: count(),
});

/** What is counted in a row. A count of 0 is left out where it is recorded. */
export const ROW_COUNTS = [
  // 1 on the day on which the first turn of the file began.
  'sessions',
  // Tasks with a message of a person or a program.
  'turns',
  'started',
  'completed',
  'interrupted',
  // Requests to the model whose usage the file states.
  'requests',
  // Requests of these whose usage is the difference of two sums, since the file states sums alone.
  'subtracted',
  // Requests that shortened the history and whose usage the file does not state.
  'unmetered',
  'input',
  'cached',
  'output',
  'reasoning',
  'total',
  'tool_calls',
  'failed_tool_calls',
  // Time of the tasks that ended and say how long they took, and how many these are.
  'duration_ms',
  'timed',
] as const;

type RowCount = (typeof ROW_COUNTS)[number];

/** Names as the file has them; empty when it does not say. */
const settings = () => ({
  model: z.string(),
  effort: z.string(),
  tier: z.string(),
  approval: z.string(),
  sandbox: z.string(),
});

/** What was done in one session file on one day (UTC) under the same model and settings. */
const sessionRow = () =>
  z.strictObject({
    day: z.iso.date(),
    ...settings(),
    counts: z.partialRecord(z.enum(ROW_COUNTS), count()),
  });

/** Where a reader stopped, so that the next one goes on with new bytes alone. */
const readerState = () =>
  z.strictObject({
    day: z.iso.date(),
    ...settings(),
    /** The sums of the last request, to see whether the next line is of another one. */
    sums: z.strictObject(tokens()).nullable(),
    /** Whether the first turn was seen. */
    counted: z.boolean(),
    /** The task that is not over: whether it was counted, and whether a message of a person was seen. */
    task: z.strictObject({ id: z.string(), begun: z.boolean(), said: z.boolean() }).nullable(),
    // What is empty is left out where it is recorded.
    /** True while lines belong to the history of another session, or of another program. */
    copying: z.boolean().optional(),
    /** Whether a record was read since the last line with sums. */
    since: z.boolean().optional(),
    /** Usage that was counted from records and that a line with sums may repeat. */
    recorded: z.array(z.strictObject(tokens())).optional(),
    /** Identities of the newest records. */
    records: z.array(z.string()).optional(),
    /** Calls of tools that have no result yet: their ids and the names of the tools. */
    calls: z.record(z.string(), z.string()).optional(),
  });

const sessionFile = () =>
  z.strictObject({
    /** Its name without folder and `.zst`: it stays when a session is archived or compressed. */
    name: z.string(),
    /** Id of the session; empty when the file does not begin with one. */
    session: z.string(),
    /** Who started it: a person or a program, or an agent of another session. */
    starter: z.enum(['person', 'agent']),
    /** The session whose history it began with; empty for none. */
    parent: z.string(),
    /** Whether that history is in the file of the parent alone. */
    based: z.boolean(),
    cli_version: z.string(),
    surface: z.string(),
    /** Address without credentials, or the name of the folder. */
    repository: z.string(),
    /** Whether another program's session was imported into it. */
    imported: z.boolean(),
    /** Of the file as it is there, and when it was changed; by these it is known again. */
    size: count(),
    mtime_ms: z.int(),
    packed: z.boolean(),
    /** Bytes of complete lines that were read, and a digest of the last of them. */
    read: count(),
    tail: z.string(),
    rows: z.array(sessionRow()),
    /** Of each tool: calls, and of these the ones that the file says went well or failed. */
    tools: z.record(z.string(), z.strictObject({ calls: count(), ok: count(), failed: count() })),
    /** Types of lines that this program does not know, with how often. */
    unknown: z.record(z.string(), count()),
    /** Lines that are no JSON, or have numbers that are none. */
    unreadable: count(),
    state: readerState(),
  });

/** What was read of the session files of a CODEX_HOME: numbers and names, never what was said. */
export const sessionBodies = {
  'sessions.imported': () =>
    z.strictObject({
      v: z.literal(1),
      /** The folder that they were in. */
      home: z.string(),
      /** Whose they are: e-mail address in lower case. */
      person: z.string(),
      /** At most 500 rows, of at least one file. A later entry with a file takes the place of this one's. */
      files: z.array(sessionFile()),
    }),
} as const;

export type SessionsBody = z.output<ReturnType<(typeof sessionBodies)['sessions.imported']>>;

/** A session file as it is recorded: without what is 0 or empty. */
export type RecordedSessionFile = SessionsBody['files'][number];

type RecordedRow = RecordedSessionFile['rows'][number];

type RecordedState = RecordedSessionFile['state'];
export type ReaderState = { [Name in keyof RecordedState]-?: Exclude<RecordedState[Name], undefined> };
export type SessionRow = Omit<RecordedRow, 'counts'> & Record<RowCount, number>;
export type SessionFile = Omit<RecordedSessionFile, 'rows' | 'state'> & {
  rows: SessionRow[];
  state: ReaderState;
};
export type Tokens = Pick<SessionRow, 'input' | 'cached' | 'output' | 'reasoning' | 'total'>;
