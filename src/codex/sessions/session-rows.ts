import { type ReaderState, ROW_COUNTS, type SessionRow } from '../../domain/metrics/events/sessions.ts';
import { noCounts } from '../../domain/metrics/sessions/recorded-file.ts';

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
    const row = this.#rows.get(keyOf(kept)) ?? { ...kept, ...noCounts() };
    this.#rows.set(keyOf(row), row);
    this.#current = row;
    return row;
  }

  /** Must be called when the state has another day or another setting. */
  moved(): void {
    this.#current = undefined;
  }

  list(): SessionRow[] {
    return [...this.#rows.values()].filter((row) => ROW_COUNTS.some((name) => row[name] > 0));
  }
}

const keyOf = ({
  day,
  model,
  effort,
  tier,
  approval,
  sandbox,
}: Pick<SessionRow, 'day' | 'model' | 'effort' | 'tier' | 'approval' | 'sandbox'>): string =>
  JSON.stringify([day, model, effort, tier, approval, sandbox]);
