import { redactOutput } from '../../../domain/base/redact/redact.ts';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';

/** Widest line of progress. */
const mostCells = 160;

/** What a person sees of an event while a run is at work; undefined for what is not worth a line. */
export function liveLine(event: object): string | undefined {
  if (!isTable(event)) return undefined;
  switch (event.type) {
    case 'turn.failed':
      return line('failed', isTable(event.error) ? event.error.message : '');
    case 'error':
      return line('error', event.message);
    case 'item.started':
      return isTable(event.item) && event.item.type === 'command_execution'
        ? line('$', event.item.command)
        : undefined;
    case 'item.completed':
      return isTable(event.item) ? itemLine(event.item) : undefined;
    default:
      return undefined;
  }
}

function itemLine(item: Readonly<Record<string, unknown>>): string | undefined {
  switch (item.type) {
    case 'reasoning':
      return line('·', item.text);
    case 'agent_message':
      return line('>', item.text);
    case 'command_execution':
      // A command that went well was shown when it began.
      return item.exit_code === 0
        ? undefined
        : line(
            '$',
            `${textOf(item.command)}: ${item.status === 'declined' ? 'declined' : `exit code ${textOf(item.exit_code)}`}`,
          );
    case 'file_change': {
      const changes = Array.isArray(item.changes) ? item.changes.filter(isTable) : [];
      const named = changes.slice(0, 5).map(({ kind, path }) => `${textOf(kind)} ${textOf(path)}`);
      const more = changes.length > named.length ? `, and ${changes.length - named.length} more` : '';
      return line(item.status === 'completed' ? 'changed' : 'not changed', `${named.join(', ')}${more}`);
    }
    case 'mcp_tool_call':
      return line('tool', `${textOf(item.server)}.${textOf(item.tool)}: ${textOf(item.status)}`);
    case 'web_search':
      return line('search', item.query);
    case 'error':
      return line('error', item.message);
    default:
      return undefined;
  }
}

const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 2000) : '';

const line = (what: string, text: unknown) =>
  `${fitLine(`${what} ${redactOutput(cleanLine(textOf(text)))}`.trimEnd(), mostCells)}\n`;
