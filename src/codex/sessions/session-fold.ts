import { isTable } from '../../domain/base/shape/check-shape.ts';
import type { SessionFile, Tokens } from '../../domain/metrics/events/sessions.ts';
import { headBytes, isReadWhole, type LineHead, readHead, unknownType } from './line-form.ts';
import type { TakeLine } from './lines.ts';
import { nameOf, readSessionMeta } from './session-meta.ts';
import { SessionRows } from './session-rows.ts';
import { isDay, isOlder } from './session-time.ts';
import { readCall, readResult, readServerCall, type ToolOutcome } from './tool-lines.ts';
import { isNothing, readTokenLine, readUsage, sameUsage, usageSince } from './usage.ts';

type Payload = Readonly<Record<string, unknown>>;

/** What a file says so far: everything but what the system says of it. */
export type Folded = Omit<SessionFile, 'name' | 'size' | 'mtime_ms' | 'packed' | 'read' | 'tail'>;

// A hostile file can have as many different names as lines.
const most = { tools: 100, unknown: 50, calls: 64, records: 8, recorded: 8 } as const;
const others = 'others';
const carriageReturn = 13;
/** A quote within a text is escaped, so that this can only begin a line. */
const lineStart = '{"timestamp":"';

/**
 * What a file says before its first line is read.
 *
 * @param day of lines that do not say when they were written, YYYY-MM-DD
 */
export const nothingFolded = (day: string): Folded => ({
  session: '',
  starter: 'person',
  parent: '',
  based: false,
  cli_version: '',
  surface: '',
  repository: '',
  imported: false,
  rows: [],
  tools: {},
  unknown: {},
  unreadable: 0,
  state: {
    copying: false,
    sums: null,
    recorded: [],
    records: [],
    task: null,
    since: false,
    model: '',
    effort: '',
    tier: '',
    approval: '',
    sandbox: '',
    day,
    counted: false,
    calls: {},
  },
});

/**
 * Counts the lines of one session file. What was counted so far can be recorded, and another fold goes on from it.
 *
 * A forked session, and one that an agent started, begins with a copy of the history of its parent, stamped anew. The
 * copy moves the sums and nothing else. It ends where the first task of the session itself begins: ids of sessions and
 * tasks begin with the time at which they were made, so a task older than its session is of another one.
 */
export class SessionFold {
  readonly #folded: Folded;
  readonly #rows: SessionRows;
  readonly #calls: Map<string, string>;

  /** @param from is changed: it must be nobody else's */
  constructor(from: Folded) {
    this.#folded = from;
    this.#rows = new SessionRows(this.#folded.rows, this.#folded.state);
    this.#calls = new Map(Object.entries(this.#folded.state.calls));
  }

  /** What was counted; the fold must not be used afterwards. */
  end(): Folded {
    const state = { ...this.#folded.state, calls: Object.fromEntries(this.#calls) };
    return { ...this.#folded, state, rows: this.#rows.list() };
  }

  take: TakeLine = (buffer, start, end, length) => {
    const head = readHead(buffer.toString('latin1', start, Math.min(end, start + headBytes)));
    if (!head) {
      const isBlank = length === 0 || (length === 1 && buffer[start] === carriageReturn);
      if (!isBlank) this.#takeUnusual(buffer, start, end, length);
    } else if (isReadWhole(head)) this.#parse(head, buffer, start, end, length);
    else if (head.type === 'response_item') this.#takeItem(head, buffer, start, end);
    else if (head.type === 'event_msg') this.#takeEvent(head, buffer, start, end);
    else if (head.type === 'compacted') this.#takeCompacted(head, buffer, start, end);
    else this.#count(head);
  };

  #takeEvent(head: LineHead, buffer: Buffer, start: number, end: number): void {
    switch (head.inner) {
      case 'user_message':
        this.#takeMessage(head);
        break;
      case 'item_completed': {
        const text = buffer.toString('latin1', start, Math.min(end, start + 2 * headBytes));
        if (text.includes('"item":{"type":"UserMessage"')) this.#takeMessage(head);
        break;
      }
      case 'mcp_tool_call_end':
        this.#takeResult(head, readServerCall(head, buffer, start, end));
        break;
      default:
        this.#count(head);
    }
  }

  #takeItem(head: LineHead, buffer: Buffer, start: number, end: number): void {
    const { inner } = head;
    if (inner.endsWith('_call') && unknownType(head) === undefined) {
      if (this.#folded.state.copying) return;
      const { id, tool } = readCall(head, buffer, start, end);
      const name = nameOf(tool);
      this.#moveTo(head.timestamp);
      this.#toolOf(name).calls += 1;
      this.#rows.current.tool_calls += 1;
      // Calls that the service answers itself have no result of their own.
      if (id !== '') this.#keepCall(id, name);
    } else if (inner === 'function_call_output' || inner === 'custom_tool_call_output')
      this.#takeResult(head, readResult(head, buffer, start, end));
    else this.#count(head);
  }

  #keepCall(id: string, tool: string): void {
    this.#calls.set(safeKey(id), tool);
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > most.calls && oldest !== undefined) this.#calls.delete(oldest);
  }

  #takeResult(head: LineHead, { id, outcome }: { id: string; outcome: ToolOutcome }): void {
    const name = this.#calls.get(id);
    if (this.#folded.state.copying || name === undefined) return;
    this.#calls.delete(id);
    if (outcome === undefined) return;
    this.#toolOf(name)[outcome] += 1;
    if (outcome === 'ok') return;
    this.#moveTo(head.timestamp);
    this.#rows.current.failed_tool_calls += 1;
  }

  #toolOf(name: string): SessionFile['tools'][string] {
    const { tools } = this.#folded;
    const isNew = !Object.hasOwn(tools, name);
    const key = isNew && Object.keys(tools).length >= most.tools ? others : safeKey(name);
    if (!Object.hasOwn(tools, key)) tools[key] = { calls: 0, ok: 0, failed: 0 };
    return tools[key] as SessionFile['tools'][string];
  }

  /** A line whose members are in another order than the CLI writes them, or that is not valid JSON. */
  #takeUnusual(buffer: Buffer, start: number, end: number, length: number): void {
    const line = end - start === length ? parseTable(buffer.toString('utf8', start, end)) : undefined;
    if (!line || typeof line.type !== 'string') {
      this.#takeBroken(buffer, start, end);
      return;
    }
    const payload = isTable(line.payload) ? line.payload : {};
    const inner = typeof payload.type === 'string' ? payload.type : '';
    const timestamp = typeof line.timestamp === 'string' ? line.timestamp : '';
    const head = { timestamp, type: line.type, inner, text: '' };
    if (isReadWhole(head)) {
      this.#takePayload(head, payload);
      return;
    }
    const again = Buffer.from(
      `{"timestamp":${JSON.stringify(timestamp.slice(0, 40))},"type":${JSON.stringify(line.type)},"payload":${JSON.stringify({ type: inner, ...payload })}}`,
    );
    if (readHead(again.toString('latin1', 0, headBytes))) this.take(again, 0, again.length, again.length);
    else this.#count(head);
  }

  #parse(head: LineHead, buffer: Buffer, start: number, end: number, length: number): void {
    const isHeld = end - start === length;
    if (isHeld && head.inner === 'token_count') {
      const text = buffer.toString('latin1', start, end);
      const usual = readTokenLine(text);
      if (usual) {
        const { sums } = this.#folded.state;
        this.#takeSums(head, usual.sums, usual.last);
        // A line that was cut after its usage says it all the same; another one may be glued to it.
        if (text.endsWith('}') && text.lastIndexOf(lineStart) === 0) return;
        // The CLI that went on with the session could not read it: its sums go on from those before.
        this.#folded.state.sums = sums;
        this.#takeBroken(buffer, start, end);
        return;
      }
    }
    const line = isHeld ? parseLine(buffer.toString('utf8', start, end)) : undefined;
    if (line && isTable(line.payload)) {
      this.#takePayload(head, line.payload);
      return;
    }
    this.#takeBroken(buffer, start, end);
  }

  /** After a cut line, older versions write the next one into the same line. */
  #takeBroken(buffer: Buffer, start: number, end: number): void {
    this.#folded.unreadable += 1;
    const at = buffer.subarray(start, end).lastIndexOf(lineStart);
    if (at > 0) this.take(buffer, start + at, end, end - start - at);
  }

  /** Takes a line that is read as a whole. */
  #takePayload(head: LineHead, payload: Payload): void {
    if (head.type !== 'event_msg') this.#takeRecordOrContext(head, payload);
    else if (head.inner === 'token_count') this.#takeTokenCount(head, payload);
    else if (head.inner === 'thread_settings_applied') this.#takeSettings(payload);
    else if (head.inner === 'turn_aborted') this.#endTask(head, payload, 'interrupted');
    else if (/complete$/.test(head.inner)) this.#endTask(head, payload, 'completed');
    else {
      this.#moveTo(head.timestamp);
      this.#enterTask(nameOf(payload.turn_id), payload.started_at);
    }
  }

  #takeRecordOrContext(head: LineHead, payload: Payload): void {
    if (head.type === 'turn_context') this.#takeContext(head, payload);
    else if (head.type === 'token_usage_record') this.#takeRecord(head, payload);
    else {
      this.#moveTo(head.timestamp);
      this.#takeMeta(payload);
    }
  }

  #takeMeta(payload: Payload): void {
    const meta = readSessionMeta(payload);
    const { state } = this.#folded;
    if (this.#folded.session === '') {
      Object.assign(this.#folded, meta);
      if (meta.parent !== '') state.copying = true;
    } else if (meta.session !== this.#folded.session) {
      // The history of another session follows.
      this.#folded.parent ||= meta.session;
      state.copying = true;
    }
  }

  #takeContext({ timestamp }: LineHead, payload: Payload): void {
    this.#moveTo(timestamp);
    const { state } = this.#folded;
    const policy = isTable(payload.sandbox_policy) ? payload.sandbox_policy : {};
    const profile = isTable(payload.permission_profile) ? payload.permission_profile : {};
    state.model = nameOf(payload.model);
    state.effort = nameOf(payload.effort);
    state.approval = isTable(payload.approval_policy)
      ? nameOf(Object.keys(payload.approval_policy)[0])
      : nameOf(payload.approval_policy);
    state.sandbox = nameOf(policy.type) || nameOf(profile.type);
    this.#rows.moved();
    const id = nameOf(payload.turn_id);
    // The line that began the task is lost when a cut line came before it.
    if (id !== '' && id !== state.task?.id) this.#enterTask(id, undefined);
  }

  #takeSettings(payload: Payload): void {
    const settings = isTable(payload.thread_settings) ? payload.thread_settings : {};
    // Absent, it stays as it was.
    if (settings.service_tier === undefined) return;
    const tier = nameOf(settings.service_tier);
    this.#folded.state.tier = tier === 'fast' ? 'priority' : tier === 'standard' ? 'default' : tier;
    this.#rows.moved();
  }

  #enterTask(id: string, startedAt: unknown): void {
    const { state, session } = this.#folded;
    if (!state.copying) this.#begin();
    if (id.startsWith('external-import-turn')) {
      // What another program did, written as if it was done here; its usage is a guess of the CLI.
      state.copying = true;
      this.#folded.imported = true;
    } else if (state.copying && !isOlder(id, startedAt, session)) state.copying = false;
    state.task = { id, begun: false, said: false };
  }

  /** Counts the task once something comes of it: the model and the settings that follow its begin are known then. */
  #begin(): void {
    const { task } = this.#folded.state;
    if (!task || task.begun) return;
    task.begun = true;
    this.#rows.current.started += 1;
  }

  #takeMessage({ timestamp }: LineHead): void {
    const { state } = this.#folded;
    const { task } = state;
    if (state.copying || !task) return;
    this.#moveTo(timestamp);
    this.#begin();
    if (task.said) return;
    task.said = true;
    this.#rows.current.turns += 1;
    if (state.counted) return;
    state.counted = true;
    this.#rows.current.sessions = 1;
  }

  #endTask({ timestamp }: LineHead, payload: Payload, how: 'completed' | 'interrupted'): void {
    const { state } = this.#folded;
    const { task, copying } = state;
    if (copying || !task) return;
    this.#moveTo(timestamp);
    this.#begin();
    state.task = null;
    // Lines with sums come before the end of a task.
    state.records = [];
    state.recorded = [];
    state.since = false;
    const row = this.#rows.current;
    row[how] += 1;
    const { duration_ms: duration } = payload;
    if (typeof duration !== 'number' || !Number.isSafeInteger(duration) || duration < 0) return;
    row.duration_ms += duration;
    row.timed += 1;
  }

  #takeRecord({ timestamp }: LineHead, payload: Payload): void {
    const { state, session } = this.#folded;
    const thread = nameOf(payload.thread_id);
    if (state.copying || (thread !== '' && session !== '' && thread !== session)) return;
    const usage = readUsage(payload.usage);
    if (usage === 'unreadable') this.#folded.unreadable += 1;
    if (!usage || usage === 'unreadable' || isNothing(usage)) return;
    const identity = `${nameOf(payload.turn_id)} ${nameOf(payload.response_id)} ${usage.total}`;
    if (state.records.includes(identity)) return;
    state.records = [...state.records, identity].slice(-most.records);
    state.recorded = [...state.recorded, usage].slice(-most.recorded);
    state.since = true;
    this.#moveTo(timestamp);
    this.#use(usage);
  }

  #takeTokenCount(head: LineHead, payload: Payload): void {
    const { info } = payload;
    if (!isTable(info)) return;
    const sums = readUsage(info.total_token_usage);
    const last = readUsage(info.last_token_usage);
    if (sums === 'unreadable' || last === 'unreadable') this.#folded.unreadable += 1;
    else this.#takeSums(head, sums, last);
  }

  #takeSums({ timestamp }: LineHead, sums: Tokens | undefined, last: Tokens | undefined): void {
    const { state } = this.#folded;
    const before = state.sums;
    // The line is repeated at the begin of a task and around a compaction.
    const isRepeated = sums !== undefined && before !== null && sameUsage(sums, before);
    state.sums = sums ?? before;
    if (state.copying || isRepeated || (!sums && !last)) return;
    state.since = false;
    const usage = last ?? usageSince(sums as Tokens, before);
    const recorded = state.recorded.findIndex((one) => sameUsage(one, usage));
    if (recorded >= 0) {
      state.recorded.splice(recorded, 1);
      return;
    }
    // The sums of the parent, which are in its file alone.
    const isOfParent = this.#folded.based && before === null && sums && last && !sameUsage(sums, last);
    if (isNothing(usage) || (isOfParent && state.records.length === 0 && !state.task?.said)) return;
    this.#moveTo(timestamp);
    if (!last) this.#rows.current.subtracted += 1;
    this.#use(usage);
  }

  #takeCompacted({ timestamp }: LineHead, buffer: Buffer, start: number, end: number): void {
    const { state } = this.#folded;
    if (state.copying) return;
    // A summary that the service made has no text. Up to 0.150.0 its usage is nowhere in the file.
    const isRemote = /"payload":\{"message":""/.test(
      buffer.toString('latin1', start, Math.min(end, start + headBytes)),
    );
    const isRecorded = buffer.subarray(start, end).includes('"compaction_response_id":"');
    if (!isRemote || state.since || isRecorded) return;
    this.#moveTo(timestamp);
    this.#rows.current.unmetered += 1;
  }

  #use(usage: Tokens): void {
    this.#begin();
    const row = this.#rows.current;
    row.requests += 1;
    row.input += usage.input;
    row.cached += usage.cached;
    row.output += usage.output;
    row.reasoning += usage.reasoning;
    row.total += usage.total;
  }

  #count(head: LineHead): void {
    const name = unknownType(head);
    if (name === undefined) return;
    const { unknown } = this.#folded;
    const clean = safeKey(nameOf(name) || others);
    const isNew = !Object.hasOwn(unknown, clean);
    const key = isNew && Object.keys(unknown).length >= most.unknown ? others : clean;
    unknown[key] = (Object.hasOwn(unknown, key) ? (unknown[key] as number) : 0) + 1;
  }

  #moveTo(timestamp: string): void {
    const day = timestamp.slice(0, 10);
    const { state } = this.#folded;
    if (day === state.day || !isDay(day)) return;
    state.day = day;
    this.#rows.moved();
  }
}

/** A name that an object can have as a member. */
const safeKey = (name: string): string => (name === '__proto__' ? others : name);

/** Parses a line without the instructions in it, which are most of the first line of a file. */
function parseLine(text: string): Record<string, unknown> | undefined {
  const begin = '"base_instructions":{"text":"';
  const at = text.indexOf(begin);
  // A quote within the instructions is escaped; one after a backslash may be, so that all of the line is parsed then.
  const close = at < 0 ? -1 : text.indexOf('"}', at + begin.length);
  if (close < 0 || text[close - 1] === '\\') return parseTable(text);
  return parseTable(text.slice(0, at + begin.length) + text.slice(close)) ?? parseTable(text);
}

function parseTable(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isTable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
