import type { SessionsImport } from '../../../app/metrics/known-sessions.ts';
import { renderSessionsImport, renderSessionsImportJson } from '../../../report/metrics/sessions-import.ts';

/** What `metric import sessions` prints and exits with. */
export const sessionsAnswer = {
  text: renderSessionsImport,
  json: renderSessionsImportJson,
  advice: () => 'What they say: codex-cockpit metric show\n',
  exit: ({ unread }: Pick<SessionsImport, 'unread'>) => (unread.length > 0 ? 1 : 0),
};
