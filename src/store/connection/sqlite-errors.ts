import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { CockpitError, UnusableError, WorkError } from '../../domain/base/errors.ts';

/** Runs `work`; what SQLite refuses comes out as a message that says what to do. */
export async function withClearErrors<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw translate(path, cause);
  }
}

/** The same for what is read piece by piece. */
export async function* withClearErrorsEach<T>(path: string, source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (cause) {
    throw translate(path, cause);
  }
}

function translate(path: string, cause: unknown): unknown {
  if (cause instanceof CockpitError) return cause;
  const code = (cause as { code?: unknown }).code;
  if (typeof code !== 'string' || !(cause instanceof Error)) return cause;
  if (/^SQLITE_BUSY/.test(code)) {
    return new WorkError(
      `${path}: another process keeps the history locked`,
      'Wait for it to finish, then try again.',
      cause,
    );
  }
  if (/^SQLITE_FULL/.test(code) || (/^SQLITE_IOERR/.test(code) && hasNoRoom(path))) {
    return new WorkError(
      `${path}: the disk is full; nothing was recorded`,
      'Free some space, then try again.',
      cause,
    );
  }
  if (/^SQLITE_READONLY_ROLLBACK/.test(code)) {
    return new WorkError(
      `${path}: a program was stopped while it changed the database, and that has to be taken back first`,
      'Let somebody who may write the folder run a command that writes, such as codex-cockpit db rebuild.',
      cause,
    );
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new UnusableError(
      `${path}: not a readable cockpit database (${code})`,
      'Restore a backup, or name another file with --db.',
      cause,
    );
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|IOERR)/.test(code)) {
    return new WorkError(
      `${path}: ${cause.message} (${code})`,
      'Check the path, its permissions and the disk.',
      cause,
    );
  }
  if (/^E(ACCES|PERM|ROFS|NOSPC|NOTDIR|ISDIR|NOENT|EXIST|NAMETOOLONG|LOOP)$/.test(code)) {
    return new WorkError(
      `${path}: ${cause.message}`,
      'Check the path and its permissions, or name another file with --db.',
      cause,
    );
  }
  if (code.startsWith('SQLITE_'))
    return new WorkError(`${path}: ${cause.message} (${code})`, undefined, cause);
  return cause;
}

/** Some faults of a full disk are called faults of the disk: there was no room for the index of the WAL, say. */
function hasNoRoom(path: string): boolean {
  try {
    return statfsSync(dirname(path)).bavail === 0;
  } catch {
    return false;
  }
}
