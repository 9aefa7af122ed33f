import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { WorkError } from '../../domain/base/errors.ts';
import { stampOf } from './stamp.ts';

// What SQLite says where it cannot make the index of the WAL: on read-only media, in a folder that this person
// may not write, on a full disk (sqlite.org/wal.html, "Read-Only Databases").
const cannotMakeIndex =
  /^SQLITE_(CANTOPEN|FULL|READONLY_(CANTINIT|CANTLOCK|DIRECTORY)|IOERR_(SHMOPEN|SHMSIZE|SHMMAP|SHMLOCK|WRITE))$/;

/** Whether a database could not be opened for reading because nothing can be written beside it. */
export function needsStillCopy(path: string, cause: unknown): boolean {
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' && cannotMakeIndex.test(code) && existsSync(path);
}

/**
 * Opens a copy of a database beside which nothing can be written: in memory, or in the temp folder when a killed
 * program left its last entries in a WAL. Nobody is writing it, or there would be an index of the WAL.
 *
 * @throws WorkError when it changes in the meantime, or was left in the middle of a change
 */
export function connectStill(path: string): { raw: Database.Database; remove: () => void } {
  if (sizeOf(`${path}-journal`) > 0) {
    throw new WorkError(
      `${path}: a program was stopped while it changed the database, and that has to be taken back first`,
      'Let somebody who may write the folder run a command that writes, such as codex-cockpit db rebuild.',
    );
  }
  const before = stampOf(path);
  const copy = sizeOf(`${path}-wal`) > 0 ? copyInTemp(path) : copyInMemory(path);
  if (stampOf(path) === before) return copy;
  copy.raw.close();
  copy.remove();
  throw new WorkError(`${path}: it was changed while it was read`, 'Try again.');
}

function copyInMemory(path: string): { raw: Database.Database; remove: () => void } {
  const bytes = readFileSync(path);
  // In memory there is no WAL: bytes 18 and 19 of the header ask for one with 2 (sqlite.org/fileformat.html §1.3).
  if (bytes.length > 19 && bytes[18] === 2) bytes.fill(1, 18, 20);
  return { raw: new Database(bytes, { readonly: true }), remove: () => undefined };
}

function copyInTemp(path: string): { raw: Database.Database; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'codex-cockpit-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'copy.db');
    for (const ending of ['', '-wal']) copyFileSync(path + ending, copy + ending);
    return { raw: new Database(copy, { readonly: true }), remove };
  } catch (cause) {
    remove();
    throw cause;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
