import { findUnchanged } from '../../../app/metrics/known-sessions.ts';
import { refuseReadOnly } from '../../../app/world/session.ts';
import { arg, flag } from '../../program/flags.ts';
import { action } from '../../program/subcommand.ts';
import { sessionsAnswer } from './sessions-answer.ts';

/** `metric import sessions` */
export const importSessionFiles = action({
  args: { homes: arg('[homes...]', 'folders with sessions/ and archived_sessions/ (default: CODEX_HOME)') },
  flags: { person: flag('--person <email>', 'whose they are (default: the acting person)') },
  examples: [
    ['codex-cockpit metric import sessions', 'those of CODEX_HOME, new bytes alone'],
    [
      'codex-cockpit metric import sessions /mnt/ada/.codex --person ada@example.com',
      'those of somebody else',
    ],
  ],
  run: async (asked, { world, signal, say, read, record }) => {
    refuseReadOnly(world);
    const unchanged = await read((store) => findUnchanged(world, store, asked));
    if (unchanged) return unchanged;
    const { importSessions } = await import('../../../app/metrics/import-sessions.ts');
    return record((store) =>
      importSessions(world, store, {
        ...{ homes: asked.homes, person: asked.person, signal },
        onProgress: ({ done = 0, planned = 0 }) => say(`${done}/${planned} session files\n`),
      }),
    );
  },
  ...sessionsAnswer,
  notes: 'Exit codes: 0 all files, 1 some could not be read.',
});
