import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UnusableError, UsageError, WorkError } from '../../../src/domain/base/errors.ts';
import { openReadStore, openStore } from '../../../src/store/connection/open.ts';
import type { Tables } from '../../../src/store/connection/schema.ts';
import { withClearErrors, withClearErrorsEach } from '../../../src/store/connection/sqlite-errors.ts';
import { immediate } from '../../../src/store/connection/transactions.ts';
import { appendEntries } from '../../../src/store/log/append.ts';
import { toBlob } from '../../../src/store/log/blob.ts';
import { draft, runStarted, testSource } from '../../support/history.ts';
import { tempFolder } from '../../support/temp.ts';

async function database(): Promise<string> {
  const path = join(tempFolder(), 'cockpit.db');
  await (await openStore(path, testSource())).close();
  return path;
}

function client(path: string, options: Database.Options = {}): Database.Database {
  const raw = new Database(path, options);
  onTestFinished(() => {
    raw.close();
  });
  return raw;
}

const codeOf = (code: string) => Object.assign(new Error(`it said ${code}`), { code });
const failing = (cause: unknown) => withClearErrors('/p/cockpit.db', () => Promise.reject(cause));

describe('what SQLite refuses', () => {
  it('because another process holds the lock says whom to wait for', async () => {
    const path = await database();
    client(path).exec('BEGIN IMMEDIATE');
    const second = client(path, { timeout: 0 });
    await expect(withClearErrors(path, async () => second.exec('BEGIN IMMEDIATE'))).rejects.toMatchObject({
      exitCode: 3,
      message: `${path}: another process keeps the history locked`,
      next: 'Wait for it to finish, then try again.',
    });
  });

  it('because there is no more room says that nothing was recorded, and nothing was', async () => {
    const path = await database();
    const raw = client(path);
    raw.pragma(`max_page_count = ${Number(raw.pragma('page_count', { simple: true })) + 2}`);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
    const large = toBlob('x'.repeat(100_000));
    const drafts = [draft(runStarted('r1')), draft(runStarted('r2'), { blobs: [large] })];
    await expect(
      withClearErrors(path, () =>
        immediate(db, (transaction) => appendEntries(transaction, drafts, testSource())),
      ),
    ).rejects.toMatchObject({
      exitCode: 3,
      message: `${path}: the disk is full; nothing was recorded`,
      next: 'Free some space, then try again.',
    });
    const store = await openReadStore(path);
    expect(await store.verify()).toMatchObject({ whole: true, entries: 0 });
    expect(await store.runs(9)).toEqual([]);
    await store.close();
  });

  it('because it may only read says so', async () => {
    const path = await database();
    const raw = client(path, { readonly: true });
    await expect(withClearErrors(path, async () => raw.exec('DELETE FROM run'))).rejects.toMatchObject({
      exitCode: 3,
      message: `${path}: attempt to write a readonly database (SQLITE_READONLY)`,
    });
  });

  it('for another reason keeps its words and its code', async () => {
    const path = await database();
    const raw = client(path);
    await expect(
      withClearErrors(path, async () => raw.exec('INSERT INTO rollout (id) VALUES (2)')),
    ).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(/\(SQLITE_CONSTRAINT_/) });
  });

  it.each([
    ['SQLITE_BUSY_SNAPSHOT', WorkError],
    ['SQLITE_FULL', WorkError],
    ['SQLITE_CORRUPT_VTAB', UnusableError],
    ['SQLITE_NOTADB', UnusableError],
    ['SQLITE_CANTOPEN', WorkError],
    ['SQLITE_IOERR_WRITE', WorkError],
    ['SQLITE_READONLY_DBMOVED', WorkError],
    ['SQLITE_PERM', WorkError],
    ['SQLITE_MISUSE', WorkError],
    ['EACCES', WorkError],
    ['EROFS', WorkError],
    ['ENOSPC', WorkError],
    ['ENOTDIR', WorkError],
    ['EEXIST', WorkError],
    ['ENAMETOOLONG', WorkError],
  ])('%s names the file and keeps its cause', async (code, kind) => {
    const cause = codeOf(code);
    const error = await failing(cause).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ cause, message: expect.stringMatching(/^\/p\/cockpit\.db: /) });
  });
});

describe('what is no fault of SQLite', () => {
  it.each([
    ['a refusal of ours', new UsageError('this database already holds a rollout')],
    ['a fault of the program', new TypeError('x is not a function')],
    ['a fault with another code', codeOf('ERR_INVALID_ARG_TYPE')],
    ['a word that was thrown', 'no'],
  ])('comes out as it was: %s', async (_, cause) => {
    await expect(failing(cause)).rejects.toBe(cause);
  });
});

describe('what is read piece by piece', () => {
  async function* pieces(cause?: unknown) {
    yield 1;
    yield 2;
    if (cause !== undefined) throw cause;
  }

  it('comes through', async () => {
    expect(await Array.fromAsync(withClearErrorsEach('/p', pieces()))).toEqual([1, 2]);
  });

  it('ends with a clear message when the reading fails', async () => {
    const seen: number[] = [];
    const read = async () => {
      for await (const piece of withClearErrorsEach('/p', pieces(codeOf('SQLITE_CORRUPT')))) seen.push(piece);
    };
    await expect(read()).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(/^\/p: not a readable/),
    });
    expect(seen).toEqual([1, 2]);
  });
});
