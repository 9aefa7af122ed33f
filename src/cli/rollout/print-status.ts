import { readStatus, type Status } from '../../app/rollout/read-status.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { renderStatusHtml } from '../../report/rollout/status/html.ts';
import { renderStatusJson } from '../../report/rollout/status/json.ts';
import { renderStatusMarkdown } from '../../report/rollout/status/markdown.ts';
import { renderStatusText } from '../../report/rollout/status/text.ts';
import type { Call } from '../program/call.ts';

/** The forms in which the status can be printed. */
export const STATUS_FORMATS = ['text', 'json', 'markdown', 'html'] as const;

/** The status of the rollout. Reads only; a missing database is not made. */
export function readCurrentStatus({ world, given, read }: Call): Promise<Status> {
  return read((store) => readStatus(world, store, given));
}

/** The status in one of its forms. */
export function renderStatus(
  status: Status,
  format: (typeof STATUS_FORMATS)[number],
  { world, given, paint }: Call,
): string {
  switch (format) {
    case 'json':
      return renderStatusJson(status, databasePath(world, given.db));
    case 'markdown':
      return renderStatusMarkdown(status);
    case 'html':
      return renderStatusHtml(status);
    case 'text':
      return renderStatusText(status, paint);
  }
}
