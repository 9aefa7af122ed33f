import { databasePath } from '../app/database-path.ts';
import { loadPhases } from '../app/load-phases.ts';
import { readStatus } from '../app/read-status.ts';
import { openHistory } from '../app/session.ts';
import { renderStatusJson } from '../report/status-json.ts';
import { renderStatusText } from '../report/status-text.ts';
import type { CommonFlags, Host } from './host.ts';

/** Prints where the rollout stands. Reads only; a database that is not there is not made. */
export async function printStatus(host: Host, flags: CommonFlags): Promise<void> {
  const store = await openHistory(host.world, flags);
  try {
    const [status, phases] = await Promise.all([readStatus(store), loadPhases()]);
    host.out(
      flags.json
        ? renderStatusJson(status, phases, databasePath(host.world, flags.db))
        : renderStatusText(status, phases, host.paint),
    );
  } finally {
    await store?.close();
  }
}
