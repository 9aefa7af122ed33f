import type { ReaderState, SessionRow } from '../../domain/metrics/events/sessions.ts';

// A hostile file can have as many different names as lines.
const most = 400;
const others = 'others';

/** The rows of one session file, and the one that lines are counted in now. */
export class SessionRows {
  readonly #rows: Map<string, SessionRow>;
  readonly #state: ReaderState;
  #current: SessionRow | undefined;

  constructor(rows: readonly SessionRow[], state: ReaderState) {
    this.#rows = new Map(rows.map((row) => [keyOf(row), row]));
    this.#state = state;
  }

  /** The row of the day and the settings that the state has. */
  get current(): SessionRow {
    if (this.#current) return this.#current;
    const { day, model, effort, tier, approval, sandbox } = this.#state;
    const place = { day, model, effort, tier, approval, sandbox };
    const isFull = this.#rows.size >= most && !this.#rows.has(keyOf(place));
    const kept = isFull ? { day, model: others, effort: '', tier: '', approval: '', sandbox: '' } : place;
    const row = this.#rows.get(keyOf(kept)) ?? { ...kept, ...emptyRow };
    this.#rows.set(keyOf(row), row);
    this.#current = row;
    return row;
  }

  /** Must be called when the state has another day or another setting. */
  moved(): void {
    this.#current = undefined;
  }

  list(): SessionRow[] {
    return [...this.#rows.values()].filter((row) => counts.some((name) => row[name] > 0));
  }
}

const emptyRow = {
  sessions: 0,
  turns: 0,
  started: 0,
  completed: 0,
  interrupted: 0,
  requests: 0,
  subtracted: 0,
  unmetered: 0,
  input: 0,
  cached: 0,
  output: 0,
  reasoning: 0,
  total: 0,
  tool_calls: 0,
  failed_tool_calls: 0,
  duration_ms: 0,
  timed: 0,
};

const keyOf = ({
  day,
  model,
  effort,
  tier,
  approval,
  sandbox,
}: Pick<SessionRow, 'day' | 'model' | 'effort' | 'tier' | 'approval' | 'sandbox'>): string =>
  JSON.stringify([day, model, effort, tier, approval, sandbox]);

const counts = Object.keys(emptyRow) as (keyof typeof emptyRow)[];
