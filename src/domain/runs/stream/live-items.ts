import { redactOutput } from '../../base/redact/redact.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import { cleanLine } from '../../base/text/clean.ts';

type Table = Readonly<Record<string, unknown>>;

/** An item of a run in progress, in a line. */
export type LiveItem = { id: string; type: string; status: string; text: string };

/** What a run in progress did so far. */
export type LiveItems = {
  /** The newest 500, in the order in which they began. */
  items: readonly LiveItem[];
  /** How many items there were before those. */
  earlier: number;
  /** Turns that ended. */
  turns: number;
  /** What the CLI said of a failure, redacted; empty for none. */
  failure: string;
};

export const noItems: LiveItems = { items: [], earlier: 0, turns: 0, failure: '' };

const mostItems = 500;
const mostText = 300;
/** Characters that are redacted, before a text is cut: half a secret has another shape. */
const mostLooked = 20_000;

/**
 * Adds lines of `codex exec --json` to what a run did so far. A line that is no event is left out: the verdict on the
 * stream is made at the end of the run, and not here.
 */
export function takeLines(known: LiveItems, lines: readonly string[]): LiveItems {
  const items = new Map(known.items.map((item) => [item.id, item]));
  let { earlier, turns, failure } = known;
  for (const event of lines.map(parse)) {
    if (!event) continue;
    if (event.type === 'turn.completed' || event.type === 'turn.failed') turns += 1;
    if (event.type === 'turn.failed') failure = oneLine(isTable(event.error) ? event.error.message : '');
    if (event.type === 'error') failure = oneLine(event.message);
    const { item } = event;
    if (!isTable(item) || typeof item.id !== 'string') continue;
    const isDone = event.type === 'item.completed';
    // Events may come in another order than they were made.
    const known = items.get(item.id);
    if (known && known.status !== going && !isDone) continue;
    items.set(item.id, itemOf(item.id, item, isDone));
    const [oldest] = items.keys();
    if (items.size <= mostItems || oldest === undefined) continue;
    items.delete(oldest);
    earlier += 1;
  }
  return { items: [...items.values()], earlier, turns, failure };
}

const going = 'in_progress';

function itemOf(id: string, item: Table, isDone: boolean): LiveItem {
  const status = typeof item.status === 'string' ? oneLine(item.status) : isDone ? 'completed' : going;
  return {
    ...{ id, type: oneLine(item.type).slice(0, 40), status: status.slice(0, 40) },
    text: textOf(item).slice(0, mostText),
  };
}

/** What an item is about: its command, its files, what was said. */
function textOf(item: Table): string {
  switch (item.type) {
    case 'command_execution':
      return `${oneLine(item.command)}${Number.isSafeInteger(item.exit_code) ? ` (exit ${item.exit_code})` : ''}`;
    case 'file_change':
      return tablesOf(item.changes)
        .slice(0, 20)
        .map(({ kind, path }) => `${oneLine(kind)} ${oneLine(path)}`)
        .join(', ');
    case 'mcp_tool_call':
      return `${oneLine(item.server)}.${oneLine(item.tool)}`;
    case 'web_search':
      return oneLine(item.query);
    case 'todo_list': {
      const all = tablesOf(item.items);
      return `${all.filter(({ completed }) => completed === true).length} of ${all.length} done`;
    }
    default:
      return oneLine(item.text ?? item.message);
  }
}

const tablesOf = (value: unknown): readonly Table[] => (Array.isArray(value) ? value.filter(isTable) : []);

function oneLine(value: unknown): string {
  return typeof value === 'string' ? redactOutput(cleanLine(value.slice(0, mostLooked))) : '';
}

function parse(line: string): Table | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isTable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
