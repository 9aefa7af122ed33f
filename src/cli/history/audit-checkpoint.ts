import { rememberPlace } from '../../app/history/checkpoints/checkpoint-places.ts';
import { isCheckpointDue, makeCheckpoint } from '../../app/history/checkpoints/make-checkpoint.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { requireDatabase } from '../../app/world/require-database.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { flag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `audit checkpoint`: signs the present state of the history. */
export const checkpoint = subcommand({
  name: 'checkpoint',
  summary: 'sign the present state of the history, so that a later change is detected',
  flags: {
    to: flag('--to <path>', 'write it there too: a file, or a folder that ends in /'),
    remember: flag('--remember <path>', 'the same, for this one and all later ones'),
    forget: flag('--forget', 'stop writing checkpoints to the remembered path'),
    ifDue: flag('--if-due', 'only when a day (UTC) has begun since the last one'),
  },
  run: ({ to, remember, forget, ifDue, db }, { world, record }) => {
    if (remember !== undefined && forget)
      throw new UsageError('--remember and --forget exclude each other', 'Leave one of them out.');
    requireDatabase(databasePath(world, db));
    return record(
      async (store) => {
        if (remember !== undefined || forget) await rememberPlace(world, store, remember);
        if (ifDue && !(await isCheckpointDue(world, store))) return undefined;
        return makeCheckpoint(world, store, { to });
      },
      { daily: 'leave to the caller' },
    );
  },
  text: (made) => made?.note ?? '',
  json: (made) => {
    if (!made) return jsonDocument('checkpoint', { due: false, checkpoint: null });
    const { size, root, note, writtenTo } = made;
    return jsonDocument('checkpoint', { due: true, checkpoint: { size, root, note, written_to: writtenTo } });
  },
  advice: (made) => {
    if (!made) return 'No checkpoint is due today.\n';
    return made.writtenTo.length > 0
      ? made.writtenTo.map((path) => `Written to ${cleanLine(path)}\n`).join('')
      : 'Recorded in the history only. Keep a copy where those who can write the database cannot change it: --to PATH, or --remember PATH.\n';
  },
});
