import type { Command } from 'commander';
import { rememberPlace } from '../../app/history/checkpoints/checkpoint-places.ts';
import { isCheckpointDue, makeCheckpoint } from '../../app/history/checkpoints/make-checkpoint.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { requireDatabase } from '../../app/world/require-database.ts';
import { openWritableHistory } from '../../app/world/session.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type CheckpointFlags = CommonFlags & { to?: string; remember?: string; forget?: boolean; ifDue?: boolean };

/** `audit checkpoint`: signs what the history is now. */
export function defineCheckpoint(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('sign what the history is now, so that a later change shows'))
    .option('--to <path>', 'write it there too: a file, or a folder that ends in /')
    .option('--remember <path>', 'the same, for this one and all later ones')
    .option('--forget', 'write later ones to no second place any more')
    .option('--if-due', 'only when a day (UTC) has begun since the last one')
    .action(async (_, command: Command) => finish(await checkpoint(host, command.optsWithGlobals())));
}

async function checkpoint(host: Host, flags: CheckpointFlags): Promise<number> {
  if (flags.remember !== undefined && flags.forget) {
    throw new UsageError('--remember and --forget exclude each other', 'Leave one of them out.');
  }
  requireDatabase(databasePath(host.world, flags.db));
  const store = await openWritableHistory(host.world, flags, { daily: 'leave to the caller' });
  try {
    if (flags.remember !== undefined || flags.forget) await rememberPlace(host.world, store, flags.remember);
    if (flags.ifDue && !(await isCheckpointDue(host.world, store))) {
      if (flags.json) host.out(jsonDocument('checkpoint', { due: false, checkpoint: null }));
      else if (!flags.quiet) host.talk('No checkpoint is due today.\n');
      return 0;
    }
    const { size, root, note, writtenTo } = await makeCheckpoint(host.world, store, { to: flags.to });
    if (flags.json) {
      host.out(
        jsonDocument('checkpoint', { due: true, checkpoint: { size, root, note, written_to: writtenTo } }),
      );
      return 0;
    }
    host.out(note);
    if (!flags.quiet) host.talk(writtenTo.length > 0 ? keptIn(writtenTo) : keptNowhere);
    return 0;
  } finally {
    await store.close();
  }
}

function keptIn(paths: readonly string[]): string {
  return paths.map((path) => `Written to ${cleanLine(path)}\n`).join('');
}

const keptNowhere =
  'Recorded in the history only. Keep it where those who can write the database cannot: --to PATH, or --remember PATH.\n';
