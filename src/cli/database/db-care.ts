import { backupDatabase } from '../../app/database/backup-database.ts';
import { checkDatabase, measureDatabase } from '../../app/database/look-at-database.ts';
import { restoreDatabase } from '../../app/database/restore-database.ts';
import { retainTexts } from '../../app/database/retain-texts.ts';
import { findSecrets, scrubTexts } from '../../app/database/scrub-texts.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatSize } from '../../domain/base/text/size.ts';
import { isInOrder } from '../../domain/history/proof/proof.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import {
  renderCheck,
  renderCheckJson,
  renderSecrets,
  renderSecretsJson,
  renderStats,
  renderStatsJson,
} from '../../report/database/database.ts';
import { arg, flag, requiredFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `db backup` */
export const backup = subcommand({
  name: 'backup',
  summary: 'copy the database, even while others write it',
  args: { file: arg('<file>', 'the copy; the file must not exist yet') },
  run: ({ file, ...given }, { world }) => backupDatabase(world, given, file),
  text: ({ path, entries }) => `Copied ${entries} entries to ${cleanLine(path)} and verified them.\n`,
  json: ({ path, entries, head = null, root = null }) =>
    jsonDocument('db-backup', { path, entries, head, root }),
  advice: () => 'The key that signs checkpoints is not in the backup: keep a copy of it elsewhere.\n',
});

/** Whose people decided who may restore, where that was not the database that was there alone. */
const rightsAskedOf = {
  replaced: '',
  both: 'It was not whole, so you needed the role in both histories.\n',
  backup: 'It could not be read, so your role was checked in the backup alone.\n',
};

/** `db restore` */
export const restore = subcommand({
  name: 'restore',
  summary: 'replace the database with a backup',
  args: { file: arg('<file>', 'the backup') },
  run: ({ file, ...given }, { world }) => restoreDatabase(world, given, file),
  text: ({ path, entries, movedTo, replacedEntries, askedOf }) => {
    const restored = `Restored ${entries} entries to ${cleanLine(path)}.\n`;
    if (movedTo === undefined) return restored;
    const replaced = replacedEntries === undefined ? 'unreadable' : `${replacedEntries} entries`;
    const moved = `The database that was there (${replaced}) is now ${cleanLine(movedTo)}.\n`;
    return `${restored}${moved}${rightsAskedOf[askedOf]}`;
  },
  json: ({ path, entries, movedTo = null, replacedEntries = null, askedOf }) =>
    jsonDocument('db-restore', {
      path,
      entries,
      moved_to: movedTo,
      replaced_entries: replacedEntries,
      asked_of: askedOf,
    }),
});

/** `db check` */
export const check = subcommand({
  name: 'check',
  summary: 'check the file, every entry and the proof',
  run: async (given, { world, host }) => {
    const shows = host.messagesToTerminal && !given.quiet;
    const onProgress: OnProgress = ({ done }) => host.message(`\r\u001b[Kreplayed ${done} entries`);
    const found = await checkDatabase(world, given, shows ? onProgress : undefined);
    if (shows) host.message('\r\u001b[K');
    return found;
  },
  text: renderCheck,
  json: renderCheckJson,
  exit: ({ sound, proof }) => (sound && (!proof || isInOrder(proof)) ? 0 : 1),
});

/** `db stats` */
export const stats = subcommand({
  name: 'stats',
  summary: 'the size of the database, and what takes it up',
  run: (given, { world }) => measureDatabase(world, given),
  text: renderStats,
  json: renderStatsJson,
});

/** `db retain` */
export const retain = subcommand({
  name: 'retain',
  summary: 'remove large old output of checks; the digests stay',
  flags: {
    olderThan: requiredFlag('--older-than <days>', 'no check has named it for so long, such as 90d'),
    largerThan: requiredFlag('--larger-than <size>', 'such as 64KiB'),
    dryRun: flag('--dry-run', 'only count what would be removed'),
  },
  run: ({ olderThan, largerThan, dryRun, ...given }, { world }) =>
    retainTexts(world, given, { olderThan, largerThan }, dryRun ? 'only count' : 'remove'),
  text: ({ texts, bytes }, { given: { dryRun } }) =>
    `${dryRun ? 'Would remove' : 'Removed'} ${texts} texts, ${formatSize(bytes)}.\n`,
  json: ({ texts, bytes }, { given: { dryRun } }) =>
    jsonDocument('db-retain', { texts, bytes, dry_run: dryRun }),
});

/** `db scrub` */
export const scrub = subcommand({
  name: 'scrub',
  summary: 'find secrets in the output of checks; with --yes remove these texts',
  flags: { yes: flag('--yes', 'remove them; the digests stay, and an entry records it') },
  run: ({ yes, ...given }, { world }) => (yes ? scrubTexts : findSecrets)(world, given),
  text: (finds, { given: { yes } }) => renderSecrets(finds, yes),
  json: (finds, { given: { yes } }) => renderSecretsJson(finds, yes),
  advice: ({ texts }, { given: { yes } }) =>
    yes || texts.length === 0
      ? undefined
      : 'Nothing was removed. To remove these texts: codex-cockpit db scrub --yes\n',
  exit: ({ entries, texts }, { given: { yes } }) =>
    entries.length > 0 || (texts.length > 0 && !yes) ? 1 : 0,
});
