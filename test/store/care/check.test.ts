import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import type { DatabaseCheck } from '../../../src/domain/database/looked-at.ts';
import { checkDatabase } from '../../../src/store/care/check.ts';
import type { Tables } from '../../../src/store/connection/schema.ts';
import { checkFinished, draft, runStarted } from '../../support/history.ts';
import { signedHistory } from '../../support/signed-history.ts';
import { tamperedCopy } from '../../support/store-files.ts';

/** What a check finds of a database, by a thread of its own or without one. */
async function check(path: string, { largeFile }: { largeFile: number }): Promise<DatabaseCheck> {
  const raw = new Database(path, { readonly: true });
  onTestFinished(() => void raw.close());
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
  const found = await checkDatabase({ raw, db }, { largeFile });
  // Sums over places are made with numbers that are drawn anew.
  return { ...found, underived: found.underived.map((line) => line.replace(/-?\d+\]$/, 'N]')) };
}

const inThread = { largeFile: 0 };
const without = { largeFile: Number.POSITIVE_INFINITY };

async function recorded(): Promise<string> {
  const history = await signedHistory();
  const results = Array.from({ length: 30 }, (_, n) => draft(checkFinished('r1', `team.check-${n}`)));
  await history.record(draft(runStarted('r1')), ...results);
  return history.path;
}

it.each([
  ['is sound', [], true],
  ['lacks the words of an entry', ["INSERT INTO entry_word (entry_word) VALUES ('delete-all')"], false],
  [
    'has words beyond its last entry',
    ["INSERT INTO entry_word (rowid, facets, what, words) VALUES (9000, 'a', 'b', 'c')"],
    false,
  ],
  ['has another row in a derived table', ['DELETE FROM check_result WHERE seq = 12'], false],
  [
    'has a view in the place of the words',
    ['DROP TABLE entry_word', 'CREATE VIEW entry_word AS SELECT 1'],
    false,
  ],
  ['has a changed entry', ["UPDATE entry SET actor = 'eve' WHERE seq = 7"], false],
])('a large database that %s is told to be what a small one is', async (_, changes, sound) => {
  const path = await recorded();
  const copy = changes.length === 0 ? path : tamperedCopy(path, ...changes);
  const found = await check(copy, inThread);
  expect(found).toEqual(await check(copy, without));
  expect(found.sound).toBe(sound);
});

it('a large database that is damaged is told to be, as a small one', async () => {
  const path = await recorded();
  const raw = new Database(path);
  const number = (sql: string) => Number(raw.prepare(sql).pluck().get());
  const page = number("SELECT rootpage FROM sqlite_schema WHERE name = 'entry'");
  const size = number('PRAGMA page_size');
  const bytes = raw.serialize();
  raw.close();
  bytes.fill(0, (page - 1) * size, page * size);
  const copy = tamperedCopy(path);
  writeFileSync(copy, bytes);
  const found = await check(copy, inThread);
  expect(found.damage).not.toEqual([]);
  expect(found).toEqual(await check(copy, without));
});
