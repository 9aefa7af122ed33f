import type { Command } from 'commander';
import { backupDatabase } from '../../app/database/backup-database.ts';
import { checkDatabase, measureDatabase } from '../../app/database/look-at-database.ts';
import { restoreDatabase } from '../../app/database/restore-database.ts';
import { retainTexts } from '../../app/database/retain-texts.ts';
import { findSecrets, scrubTexts } from '../../app/database/scrub-texts.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatSize } from '../../domain/base/text/size.ts';
import { isInOrder } from '../../domain/history/proof/proof.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import {
  renderCheckJson,
  renderCheckText,
  renderSecretsJson,
  renderSecretsText,
  renderStatsJson,
  renderStatsText,
} from '../../report/database/database.ts';
import { withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type RetainFlags = CommonFlags & { olderThan: string; largerThan: string; dryRun?: boolean };

/** `db backup | restore | check | stats | retain | scrub`. */
export function defineCare(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.command('backup').description('copy the database, even while others write it'))
    .argument('<file>', 'the copy; a name that is not taken')
    .action(async (file: string, _, command: Command) =>
      finish(await backup(host, file, command.optsWithGlobals())),
    );
  withCommonFlags(command.command('restore').description('put a backup in the place of the database'))
    .argument('<file>', 'the backup')
    .action(async (file: string, _, command: Command) =>
      finish(await restore(host, file, command.optsWithGlobals())),
    );
  withCommonFlags(
    command.command('check').description('look at the file, at every entry and at the proof'),
  ).action(async (_, command: Command) => finish(await check(host, command.optsWithGlobals())));
  withCommonFlags(command.command('stats').description('how large the database is, and with what')).action(
    async (_, command: Command) => finish(await stats(host, command.optsWithGlobals())),
  );
  withCommonFlags(command.command('retain').description('let go of large old output of checks; digests stay'))
    .requiredOption('--older-than <days>', 'no check named it since, such as 90d')
    .requiredOption('--larger-than <size>', 'such as 64KiB')
    .option('--dry-run', 'only say how much it would be')
    .action(async (_, command: Command) => finish(await retain(host, command.optsWithGlobals())));
  withCommonFlags(
    command
      .command('scrub')
      .description('find secrets in what checks printed; with --yes remove these texts'),
  )
    .option('--yes', 'remove them; digests stay, and an entry says so')
    .action(async (_, command: Command) => finish(await scrub(host, command.optsWithGlobals())));
}

async function scrub(host: Host, flags: CommonFlags & { yes?: boolean }): Promise<number> {
  const removes = flags.yes ?? false;
  const finds = await (removes ? scrubTexts : findSecrets)(host.world, flags);
  host.out(flags.json ? renderSecretsJson(finds, removes) : renderSecretsText(finds, removes));
  if (!removes && finds.texts.length > 0 && !flags.json && !flags.quiet)
    host.talk('Nothing was removed. To remove these texts: codex-cockpit db scrub --yes\n');
  return finds.entries.length > 0 || (finds.texts.length > 0 && !removes) ? 1 : 0;
}

async function backup(host: Host, file: string, flags: CommonFlags): Promise<number> {
  const { path, entries, head, root } = await backupDatabase(host.world, flags, file);
  host.out(
    flags.json
      ? jsonDocument('db-backup', { path, entries, head: head ?? null, root: root ?? null })
      : `Copied ${entries} entries to ${cleanLine(path)} and proved them.\n`,
  );
  if (!flags.json && !flags.quiet)
    host.talk('The key that signs checkpoints is not in it: keep that apart.\n');
  return 0;
}

async function restore(host: Host, file: string, flags: CommonFlags): Promise<number> {
  const { path, entries, movedTo, replacedEntries, askedOf } = await restoreDatabase(host.world, flags, file);
  if (flags.json) {
    host.out(
      jsonDocument('db-restore', {
        path,
        entries,
        moved_to: movedTo ?? null,
        replaced_entries: replacedEntries ?? null,
        asked_of: askedOf,
      }),
    );
    return 0;
  }
  host.out(`Restored ${entries} entries to ${cleanLine(path)}.\n`);
  if (movedTo !== undefined)
    host.out(`What was there, ${replacedEntries ?? 'unreadable'} entries, is now ${cleanLine(movedTo)}.\n`);
  if (askedOf === 'both') host.out('It was not whole, so that you needed the role in both histories.\n');
  if (askedOf === 'backup' && movedTo !== undefined)
    host.out('It could not be read: that you may restore was asked of the backup alone.\n');
  return 0;
}

async function check(host: Host, flags: CommonFlags): Promise<number> {
  const tells = host.talksToTerminal && !flags.quiet;
  const onReplayed = (entries: number) => host.talk(`\r\u001b[Kreplayed ${entries} entries`);
  const found = await checkDatabase(host.world, flags, tells ? onReplayed : undefined);
  if (tells) host.talk('\r\u001b[K');
  host.out(flags.json ? renderCheckJson(found) : renderCheckText(found));
  return found.sound && (!found.proof || isInOrder(found.proof)) ? 0 : 1;
}

async function stats(host: Host, flags: CommonFlags): Promise<number> {
  const found = await measureDatabase(host.world, flags);
  host.out(flags.json ? renderStatsJson(found) : renderStatsText(found));
  return 0;
}

async function retain(host: Host, flags: RetainFlags): Promise<number> {
  const dryRun = flags.dryRun ?? false;
  const { texts, bytes } = await retainTexts(host.world, flags, flags, dryRun ? 'only count' : 'remove');
  host.out(
    flags.json
      ? jsonDocument('db-retain', { texts, bytes, dry_run: dryRun })
      : `${dryRun ? 'Would remove' : 'Removed'} ${texts} texts, ${formatSize(bytes)}.\n`,
  );
  return 0;
}
