import { describe, expect, it } from 'vitest';
import { toBlob, toEvidence } from '../../../src/store/log/blob.ts';
import { checkFinished, draft, runStarted, testStore } from '../../support/history.ts';
import { asAnyClient } from '../../support/store-files.ts';

async function recorded() {
  const store = await testStore();
  const blob = toBlob('codex-cli 0.139.0\n');
  await store.append(() => [
    draft(runStarted('r1')),
    draft(checkFinished('r1', 'cli.version', [toEvidence('codex --version', blob)]), { blobs: [blob] }),
  ]);
  return store;
}

const columns = 'seq, id, at, actor, kind, subject, body, prev_hash, hash';

// What somebody with any SQLite client and a wish to rewrite the past may try.
const attempts: readonly [string, string][] = [
  ['changing one column', "UPDATE entry SET actor = 'mallory' WHERE seq = 2"],
  ['changing nothing, as a rehearsal', 'UPDATE entry SET actor = actor'],
  ['changing the number', 'UPDATE entry SET seq = seq + 100'],
  ['UPDATE OR REPLACE', 'UPDATE OR REPLACE entry SET seq = 1 WHERE seq = 2'],
  ['UPDATE OR IGNORE', "UPDATE OR IGNORE entry SET actor = 'mallory'"],
  ['deleting the newest', 'DELETE FROM entry WHERE seq = 2'],
  ['deleting all', 'DELETE FROM entry'],
  [
    'a REPLACE of the newest',
    `REPLACE INTO entry (${columns}) SELECT seq, id, at, 'mallory', kind, subject, body, prev_hash, hash FROM entry WHERE seq = 2`,
  ],
  [
    'an upsert',
    `INSERT INTO entry (${columns}) SELECT ${columns} FROM entry WHERE seq = 2 ON CONFLICT DO UPDATE SET actor = 'mallory'`,
  ],
  [
    'a REPLACE that takes the place of another by its id',
    `REPLACE INTO entry (${columns}) SELECT 3, id, at, actor, kind, subject, body, hash, 'h' FROM entry WHERE seq = 2`,
  ],
  [
    'a REPLACE that takes the place of another by its hash',
    `REPLACE INTO entry (${columns}) SELECT 3, 'x', at, actor, kind, subject, body, 'p', hash FROM entry WHERE seq = 2`,
  ],
  [
    'a follow-up of an entry that has one',
    `INSERT INTO entry (${columns}) SELECT 3, 'x', at, actor, kind, subject, body, prev_hash, 'h' FROM entry WHERE seq = 2`,
  ],
  [
    'a REPLACE by a follow-up of an entry that has one',
    `REPLACE INTO entry (${columns}) SELECT 3, 'x', at, actor, kind, subject, body, prev_hash, 'h' FROM entry WHERE seq = 2`,
  ],
  [
    'a number that skips one',
    `INSERT INTO entry (${columns}) SELECT 4, 'x', at, actor, kind, subject, body, hash, 'h' FROM entry WHERE seq = 2`,
  ],
  [
    'a number before the first',
    `INSERT INTO entry (${columns}) SELECT 0, 'x', at, actor, kind, subject, body, 'p', 'h' FROM entry WHERE seq = 2`,
  ],
  ['changing a text', "UPDATE blob SET bytes = CAST('codex-cli 0.150.0' AS BLOB)"],
  ['changing how long a text was', 'UPDATE blob SET truncated_from = 999'],
  [
    'a REPLACE of a text by the number of its row',
    "REPLACE INTO blob (rowid, sha256, bytes, size) SELECT rowid, 'other', x'00', 1 FROM blob",
  ],
  [
    'a text with a number below 1',
    "INSERT INTO blob (rowid, sha256, bytes, size) VALUES (-1, 'other', x'00', 1)",
  ],
  ['deleting a text', 'DELETE FROM blob'],
  ['a REPLACE of a text', "REPLACE INTO blob SELECT sha256, x'00', 1, NULL FROM blob"],
  [
    'an upsert of a text',
    "INSERT INTO blob SELECT sha256, x'00', 1, NULL FROM blob WHERE true ON CONFLICT DO UPDATE SET bytes = x'00'",
  ],
];

describe('the log', () => {
  it.each(attempts)('refuses %s', async (_, statement) => {
    const store = await recorded();
    const rows = () =>
      asAnyClient(store.path, (raw) => [
        raw.prepare('SELECT * FROM entry').all(),
        raw.prepare('SELECT * FROM blob').all(),
      ]);
    const before = rows();
    asAnyClient(store.path, (raw) => expect(() => raw.exec(statement)).toThrow('the history is append-only'));
    expect(rows()).toEqual(before);
    expect(await store.verify()).toMatchObject({ whole: true, entries: 2 });
  });

  it('refuses them all the same where triggers may fire triggers', async () => {
    const { path } = await recorded();
    asAnyClient(path, (raw) => {
      raw.pragma('recursive_triggers = ON');
      for (const [, statement] of attempts)
        expect(() => raw.exec(statement)).toThrow('the history is append-only');
    });
  });

  it.each([
    [
      'a body that is a number',
      "SELECT 3, 'x', at, actor, kind, subject, x'00', hash, 'h' FROM entry WHERE seq = 2",
    ],
    ['no actor', "SELECT 3, 'x', at, NULL, kind, subject, body, hash, 'h' FROM entry WHERE seq = 2"],
  ])('refuses an entry with %s', async (_, select) => {
    const { path } = await recorded();
    asAnyClient(path, (raw) =>
      expect(() => raw.exec(`INSERT INTO entry (${columns}) ${select}`)).toThrow(/NOT NULL|cannot store/),
    );
  });

  it.each([
    [
      'an entry with the number 0',
      "INSERT INTO entry SELECT 0, 'x', at, actor, kind, subject, body, 'p', 'h', NULL FROM entry WHERE seq = 1",
    ],
    ['a text that is larger than its row says', "INSERT INTO blob VALUES ('00', x'0000', 1, NULL)"],
    ['a text that was cut from a smaller one', "INSERT INTO blob VALUES ('00', x'0000', 2, 1)"],
  ])('refuses without its guards too: %s', async (_, statement) => {
    const { path } = await recorded();
    asAnyClient(path, (raw) => {
      for (const name of raw.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all())
        raw.exec(`DROP TRIGGER ${name}`);
      expect(() => raw.exec(statement)).toThrow('CHECK constraint failed');
    });
  });

  it('lets a client read', async () => {
    const { path } = await recorded();
    const kinds = asAnyClient(path, (raw) =>
      raw.prepare('SELECT kind FROM entry ORDER BY seq').pluck().all(),
    );
    expect(kinds).toEqual(['run.started', 'check.finished']);
  });
});
