import { redactOutput } from '../../base/redact/redact.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { MOST_FILES } from '../changes.ts';
import type { CapturedRun, Changes } from '../events.ts';

type Table = Readonly<Record<string, unknown>>;

/** A file that an event names: its path as the CLI wrote it. */
type StreamFile = { path: string; kind: Changes['files'][number]['kind'] };

/** What a stream of events says. */
export type StreamReading = Pick<
  CapturedRun,
  'thread' | 'usage' | 'items' | 'commands' | 'commands_total'
> & {
  turns: { started: number; completed: number; failed: number };
  /** Files of changes that were made, at most 2,000. */
  files: readonly StreamFile[];
  /** The text of the newest message of the agent; undefined when there is none. */
  lastMessage: string | undefined;
  /** What the CLI said about a failure, not redacted; empty for none. */
  failure: string;
  /** Whether an item was declined by a policy or a person. */
  declined: boolean;
  /** What is wrong with the stream, a phrase each. */
  faults: readonly string[];
};

/** A hostile stream can have as many items as lines. */
const most = { items: 20_000, commands: 200, names: 60, message: 4 * 1024 * 1024, text: 200 } as const;

const eventTypes = [
  'thread.started',
  'turn.started',
  'turn.completed',
  'turn.failed',
  'item.started',
  'item.updated',
  'item.completed',
  'error',
];

const itemTypes = [
  'agent_message',
  'reasoning',
  'command_execution',
  'file_change',
  'mcp_tool_call',
  'collab_tool_call',
  'web_search',
  'todo_list',
  'error',
];

const usageFields = {
  input: 'input_tokens',
  cached: 'cached_input_tokens',
  cache_write: 'cache_write_input_tokens',
  output: 'output_tokens',
  reasoning: 'reasoning_output_tokens',
} as const;

/** The newest that is known of an item; an event of a later stage replaces one of an earlier stage, in whatever order. */
type Item = {
  order: number;
  stage: number;
  type: string;
  status: string;
  command: string;
  exit: number | null;
  files: readonly StreamFile[];
};

/**
 * Reads the lines of `codex exec --json` of any CLI version, one by one (docs/codex-facts.md, "Events of exec"). Nothing in
 * a line is taken for granted, and what it keeps is bounded.
 */
export class StreamFold {
  readonly #items = new Map<string, Item>();
  readonly #more = new Map<string, Map<string, number>>();
  readonly #usage: Record<keyof typeof usageFields, number | null> = {
    input: null,
    cached: null,
    cache_write: null,
    output: null,
    reasoning: null,
  };
  readonly #turns = { started: 0, completed: 0, failed: 0 };
  readonly #unknown = { events: new Map<string, number>(), items: new Map<string, number>() };
  readonly #faulty = { text: 0, long: 0, half: false, uncounted: 0, tokens: 0 };
  #thread: string | null = null;
  #lastMessage: string | undefined;
  #failed = '';
  #lastError = '';

  /**
   * Reads a line without its end.
   *
   * @returns the event, for whoever shows it; undefined for a line that is none
   */
  take(line: string): Table | undefined {
    if (line.trim() === '') return undefined;
    const event = parse(line);
    if (event === undefined || typeof event.type !== 'string') {
      this.#faulty.text += 1;
      return undefined;
    }
    this.#takeEvent(event.type, event, line);
    return event;
  }

  /** Notes a line that was too long to be read. */
  takeLong(): void {
    this.#faulty.long += 1;
  }

  /** Reads a last line that had no end, as far as it is an event. */
  takeHalf(line: string): Table | undefined {
    if (line.trim() === '') return undefined;
    this.#faulty.half = true;
    return parse(line) === undefined ? undefined : this.take(line);
  }

  end(): StreamReading {
    const items = [...this.#items.values()].toSorted((one, other) => one.order - other.order);
    const commands = items.filter(({ type }) => type === 'command_execution');
    const files = new Map<string, StreamFile>();
    for (const file of items.flatMap((item) => item.files)) {
      // A file that was added and then changed is a new one still.
      const known = files.get(file.path);
      const kind = known?.kind === 'add' && file.kind === 'update' ? 'add' : file.kind;
      if (known || files.size < MOST_FILES) files.set(file.path, { path: file.path, kind });
    }
    return {
      thread: this.#thread,
      turns: { ...this.#turns },
      usage: { ...this.#usage },
      items: this.#counted(items),
      commands: commands
        .slice(0, most.commands)
        .map(({ command, exit, status }) => ({ command, exit, status })),
      commands_total: commands.length,
      files: [...files.values()],
      lastMessage: this.#lastMessage,
      failure: this.#failed || this.#lastError,
      declined: items.some(({ status }) => status === 'declined'),
      faults: this.#faults(),
    };
  }

  #takeEvent(type: string, event: Table, line: string): void {
    switch (type) {
      case 'thread.started':
        if (typeof event.thread_id === 'string')
          this.#thread = cleanLine(event.thread_id).slice(0, most.text);
        break;
      case 'turn.started':
        this.#turns.started += 1;
        break;
      case 'turn.completed':
        this.#turns.completed += 1;
        this.#addUsage(event.usage);
        break;
      case 'turn.failed':
        this.#turns.failed += 1;
        this.#failed = messageOf(event.error) || 'the turn failed';
        this.#addUsage(event.usage);
        break;
      case 'error':
        // Also said of a connection that is tried again.
        this.#lastError = messageOf(event);
        break;
      case 'item.started':
      case 'item.updated':
      case 'item.completed':
        if (isTable(event.item)) this.#takeItem(eventTypes.indexOf(type), event.item, line);
        else this.#faulty.text += 1;
        break;
      default:
        add(this.#unknown.events, nameOf(type));
    }
  }

  #takeItem(stage: number, item: Table, line: string): void {
    const type = nameOf(item.type);
    const isDone = stage === eventTypes.indexOf('item.completed');
    const status =
      typeof item.status === 'string' ? nameOf(item.status) : isDone ? 'completed' : 'in_progress';
    if (isDone && !itemTypes.includes(type)) add(this.#unknown.items, type);
    if (isDone && type === 'agent_message' && typeof item.text === 'string')
      this.#lastMessage = item.text.slice(0, most.message);
    const id = idOf(item, line);
    const known = this.#items.get(id);
    if (known && known.stage > stage) return;
    if (!known && this.#items.size >= most.items) {
      if (isDone) addIn(this.#more, type, status);
      this.#faulty.uncounted += 1;
      return;
    }
    const number = Number(/(\d+)$/.exec(id)?.[1] ?? Number.NaN);
    this.#items.set(id, {
      order: known?.order ?? (Number.isSafeInteger(number) ? number : this.#items.size),
      stage,
      type,
      status,
      command: type === 'command_execution' ? lineOf(item.command) : '',
      exit: Number.isSafeInteger(item.exit_code) ? Number(item.exit_code) : null,
      files: type === 'file_change' && status === 'completed' ? filesOf(item.changes) : [],
    });
  }

  #addUsage(usage: unknown): void {
    if (!isTable(usage)) return;
    for (const [name, field] of Object.entries(usageFields) as [keyof typeof usageFields, string][]) {
      const count = usage[field] ?? undefined;
      if (!Number.isSafeInteger(count) || Number(count) < 0) {
        if (count !== undefined) this.#faulty.tokens += 1;
        continue;
      }
      this.#usage[name] = Math.min(Number.MAX_SAFE_INTEGER, (this.#usage[name] ?? 0) + Number(count));
    }
  }

  #counted(items: readonly Item[]): CapturedRun['items'] {
    const counts = new Map([...this.#more].map(([type, inner]) => [type, new Map(inner)]));
    for (const { type, status } of items) addIn(counts, type, status);
    const sorted = [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(
      sorted.map(([type, inner]) => [
        type,
        Object.fromEntries([...inner].toSorted(([one], [other]) => (one < other ? -1 : 1))),
      ]),
    );
  }

  #faults(): string[] {
    const { text, long, half, uncounted, tokens } = this.#faulty;
    const { events, items } = this.#unknown;
    const unknown = (what: string, counts: ReadonlyMap<string, number>) =>
      [...counts].map(([name, count]) => `${times(count, what)} of the unknown type ${name}`);
    return [
      ...(text > 0 ? [`${times(text, 'line')} that ${text === 1 ? 'is' : 'are'} no event`] : []),
      ...(long > 0 ? [`${times(long, 'line')} that ${long === 1 ? 'is' : 'are'} too long to be read`] : []),
      ...(half ? ['the last line has no end'] : []),
      ...unknown('event', events),
      ...unknown('item', items),
      ...(tokens > 0
        ? [
            `${times(tokens, 'count')} of tokens that ${tokens === 1 ? 'is not a whole number' : 'are not whole numbers'} of 0 or more`,
          ]
        : []),
      ...(uncounted > 0 ? [`more than ${most.items} items: the later ones are counted, and not read`] : []),
    ];
  }
}

const times = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

function parse(line: string): Table | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isTable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The id of an item. A web search of some versions has two members of that name, of which a parser keeps the last; the
 * first one is that of the stream.
 */
function idOf(item: Table, line: string): string {
  const [, first] = /"item"\s*:\s*\{\s*"id"\s*:\s*"((?:[^"\\]|\\.){1,200})"/.exec(line.slice(0, 1000)) ?? [];
  return first ?? (typeof item.id === 'string' ? item.id.slice(0, most.text) : '');
}

/** A name that is a member of a record, whatever the stream says. */
function nameOf(value: unknown): string {
  return typeof value === 'string' && /^[a-zA-Z][\w.-]{0,59}$/.test(value) ? value : 'other';
}

function messageOf(value: unknown): string {
  return isTable(value) && typeof value.message === 'string' ? value.message.slice(0, 20_000) : '';
}

/** A redacted line of a command. */
function lineOf(value: unknown): string {
  // Redacted before it is cut: half a secret has another shape.
  return typeof value === 'string' ? redactOutput(cleanLine(value.slice(0, 20_000))).slice(0, most.text) : '';
}

function filesOf(changes: unknown): readonly StreamFile[] {
  if (!Array.isArray(changes)) return [];
  return changes.slice(0, MOST_FILES).flatMap((change: unknown) => {
    if (!isTable(change) || typeof change.path !== 'string' || change.path === '') return [];
    const kind = kinds.find((one) => one === change.kind);
    return kind === undefined ? [] : [{ path: change.path.slice(0, 4096), kind }];
  });
}

const kinds = ['add', 'update', 'delete'] as const;

function add(counts: Map<string, number>, name: string): void {
  const key = counts.has(name) || counts.size < most.names ? name : 'other';
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function addIn(counts: Map<string, Map<string, number>>, type: string, status: string): void {
  const key = counts.has(type) || counts.size < most.names ? type : 'other';
  const inner = counts.get(key) ?? new Map<string, number>();
  add(inner, status);
  counts.set(key, inner);
}
