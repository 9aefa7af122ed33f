import { readStatus, type Status } from '../../app/rollout/read-status.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { openHistory } from '../../app/world/session.ts';
import { renderStatusHtml } from '../../report/rollout/status/html.ts';
import { renderStatusJson } from '../../report/rollout/status/json.ts';
import { renderStatusMarkdown } from '../../report/rollout/status/markdown.ts';
import { renderStatusText } from '../../report/rollout/status/text.ts';
import type { CommonFlags, Host } from '../program/host.ts';

/** The forms in which the status can be printed. */
export const STATUS_FORMATS = ['text', 'json', 'markdown', 'html'] as const;

type StatusFormat = (typeof STATUS_FORMATS)[number];

/** Prints where the rollout stands. Reads only; a database that is not there is not made. */
export async function printStatus(
  host: Host,
  flags: CommonFlags & { format?: StatusFormat },
): Promise<number> {
  const store = await openHistory(host.world, flags);
  try {
    const status = await readStatus(host.world, store, flags);
    host.out(render(host, status, flags));
    return status.lost === undefined ? 0 : 1;
  } finally {
    await store?.close();
  }
}

function render(host: Host, status: Status, flags: CommonFlags & { format?: StatusFormat }): string {
  switch (flags.json ? 'json' : (flags.format ?? 'text')) {
    case 'json':
      return renderStatusJson(status, databasePath(host.world, flags.db));
    case 'markdown':
      return renderStatusMarkdown(status);
    case 'html':
      return renderStatusHtml(status);
    case 'text':
      return renderStatusText(status, host.paint);
  }
}
