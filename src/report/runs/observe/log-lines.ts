import type { LogEvent } from '../../../domain/runs/observe/log-event.ts';
import { escapeJson } from '../../base/escape.ts';

/** Log events as JSON Lines, one a line. No character of them moves a cursor or ends a line. */
export function renderLogLines(events: readonly LogEvent[]): string {
  return events.map((event) => `${escapeJson(JSON.stringify(event))}\n`).join('');
}
