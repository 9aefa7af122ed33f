import type { Command } from 'commander';
import { rebuildDatabase } from '../../app/database/rebuild-database.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { defineCare } from './db-care.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const path = command.command('path').description('print where the database is');
  withCommonFlags(path).action((_, command: Command) => finish(printPath(host, command.optsWithGlobals())));
  const rebuild = command
    .command('rebuild')
    .description('replay the history into fresh tables; the history itself stays');
  withCommonFlags(rebuild).action(async (_, command: Command) =>
    finish(await rebuildCommand(host, command.optsWithGlobals())),
  );
  defineCare(command, host, finish);
  withExamples(command, [
    ['codex-cockpit db path', 'for sqlite3 and other tools'],
    ['codex-cockpit db backup /mnt/backup/acme.db', 'a proved copy, while others work'],
    ['codex-cockpit db restore /mnt/backup/acme.db', 'the database that is there is moved aside'],
    ['codex-cockpit db check', 'the file, every entry and the proof'],
    ['codex-cockpit db retain --older-than 90d --larger-than 64KiB', 'let go of large old output of checks'],
    ['codex-cockpit db scrub', 'secrets that an older version recorded; --yes removes the texts'],
    ['codex-cockpit db rebuild', 'derive everything from the log again'],
  ]);
}

function printPath(host: Host, flags: CommonFlags): number {
  const path = databasePath(host.world, flags.db);
  host.out(
    flags.json
      ? `${JSON.stringify({ format: 'codex-cockpit/db-path', version: 1, path }, null, 2)}\n`
      : `${path}\n`,
  );
  return 0;
}

async function rebuildCommand(host: Host, flags: CommonFlags): Promise<number> {
  const entries = await rebuildDatabase(host.world, flags);
  host.out(
    flags.json
      ? `${JSON.stringify({ format: 'codex-cockpit/db-rebuild', version: 1, entries }, null, 2)}\n`
      : `Replayed ${entries} entries.\n`,
  );
  return 0;
}
