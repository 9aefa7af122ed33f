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

/** What was done in one session file on one day under the same model and settings. */
const sessionRow = () =>
  z.strictObject({
    /** In UTC. */
    day: z.iso.date(),
    /** Names as the file has them; empty when it does not say. */
    model: z.string(),
    effort: z.string(),
    tier: z.string(),
    approval: z.string(),
    sandbox: z.string(),
    /** 1 on the day on which the first turn of the file began. */
    sessions: count(),
    /** Tasks with a message of a person or a program. */
    turns: count(),
    started: count(),
    completed: count(),
    interrupted: count(),
    /** Requests to the model whose usage the file states. */
    requests: count(),
    /** Requests of these whose usage is the difference of two sums, since the file states sums alone. */
    subtracted: count(),
    /** Requests that shortened the history and whose usage the file does not state. */
    unmetered: count(),
    ...tokens(),
    tool_calls: count(),
    failed_tool_calls: count(),
    /** Time of the tasks that ended and say how long they took, and how many these are. */
    duration_ms: count(),
    timed: count(),
  });

/** Where a reader stopped, so that the next one goes on with new bytes alone. */
const readerState = () =>
  z.strictObject({
    /** True while lines belong to the history of another session, or of another program. */
    copying: z.boolean(),
    /** The sums of the last request, to see whether the next line is of another one. */
    sums: z.strictObject(tokens()).nullable(),
    /** Usage that was counted from records and that a line with sums may repeat. */
    recorded: z.array(z.strictObject(tokens())),
    /** Identities of the newest records. */
    records: z.array(z.string()),
    /** The newest task: whether it was counted, whether a message of a person was seen, and whether it is over. */
    task: z
      .strictObject({ id: z.string(), begun: z.boolean(), said: z.boolean(), over: z.boolean() })
      .nullable(),
    /** Whether a record was read since the last line with sums. */
    since: z.boolean(),
    model: z.string(),
    effort: z.string(),
    tier: z.string(),
    approval: z.string(),
    sandbox: z.string(),
    day: z.string(),
    counted: z.boolean(),
    /** Calls of tools that have no result yet: their ids and the names of the tools. */
    calls: z.record(z.string(), z.string()),
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
    /** Of the file as it lies there, and when it was changed; by these it is known again. */
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
export type SessionFile = SessionsBody['files'][number];
export type SessionRow = SessionFile['rows'][number];
export type ReaderState = SessionFile['state'];
export type Tokens = Pick<SessionRow, 'input' | 'cached' | 'output' | 'reasoning' | 'total'>;
