import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { canonicalJson } from '../../src/domain/base/canonical-json.ts';
import { hashEntry } from '../../src/domain/history/entry/entry.ts';
import { openStore } from '../../src/store/connection/open.ts';
import { type Ratio, time } from './measure.ts';

const rows = 3000;

/** Appending and verifying, beside what SQLite and SHA-256 take for the same bytes. */
export async function logRates(folder: string): Promise<Ratio[]> {
  const store = await openStore(join(folder, 'log.db'), {
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
  });
  const body = (n: number) => ({
    v: 1 as const,
    run: `run-${n}`,
    suite: 's',
    suite_sha256: 'x'.repeat(64),
    pin: '0.139.0',
    cli_path: '/bin/codex',
    checks: ['a', 'b'],
  });
  const append = async (n: number) =>
    store.append(() => [{ actor: 'bench', subject: 'bench', event: { kind: 'run.started', body: body(n) } }]);

  const raw = new Database(join(folder, 'raw.db'));
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.exec(
    'CREATE TABLE entry (seq INTEGER PRIMARY KEY, id TEXT, at TEXT, actor TEXT, kind TEXT, subject TEXT, body TEXT, prev_hash TEXT, hash TEXT)',
  );
  const insert = raw.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');

  let appended = 0;
  let inserted = 0;
  // In turns, so that both meet the same disk.
  for (let n = 0; n < rows; n++) {
    appended += await time(() => append(n));
    inserted += await time(() =>
      insert.run(
        n + 1,
        `id-${n}`,
        'at',
        'bench',
        'run.started',
        'bench',
        canonicalJson(body(n)),
        'x'.repeat(64),
        'y'.repeat(64),
      ),
    );
  }

  const entries = await Array.fromAsync(store.entries());
  const verified = await time(() => store.verify());
  const hashed = await time(() => {
    for (const { hash: _, ...entry } of entries) hashEntry(entry);
  });
  const texts = entries.map((entry) => Buffer.from(JSON.stringify(entry)));
  const bare = await time(() => {
    for (const text of texts) createHash('sha256').update(text).digest('hex');
  });
  await store.close();
  raw.close();
  return [
    {
      what: 'append an entry',
      ratio: appended / inserted,
      yardstick: 'a raw better-sqlite3 insert',
      note: 'one transaction and one sync to disk each',
    },
    {
      what: 'verify the history',
      ratio: verified / bare,
      yardstick: 'SHA-256 over the same bytes',
      note: 'reading and parsing every entry included',
    },
    { what: 'hash the entries', ratio: hashed / bare, yardstick: 'SHA-256 over the same bytes' },
  ];
}
