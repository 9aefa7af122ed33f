import type { Command } from 'commander';
import { listHistory } from '../../app/history/list-history.ts';
import { openHistory } from '../../app/world/session.ts';
import { renderHistoryJson } from '../../report/history/history-json.ts';
import { renderHistoryTable } from '../../report/history/history-table.ts';
import { wholeNumber, withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command)
    .option('-n, --limit <count>', 'how many entries to show', wholeNumber, 50)
    .action(async (_, command: Command) => finish(await history(host, command.optsWithGlobals())));
  withExamples(command, [
    ['codex-cockpit history -n 10', 'the ten newest entries'],
    ['codex-cockpit history --json', 'with bodies and hashes, for a program'],
  ]);
}

async function history(host: Host, flags: CommonFlags & { limit: number }): Promise<number> {
  const store = await openHistory(host.world, flags);
  try {
    const entries = await Array.fromAsync(listHistory(store, { limit: flags.limit }));
    host.out(flags.json ? renderHistoryJson(entries) : renderHistoryTable(entries));
    return 0;
  } finally {
    await store?.close();
  }
}
