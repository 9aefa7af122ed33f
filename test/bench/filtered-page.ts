import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { Entry } from '../../src/domain/history/entry/entry.ts';
import { readEvent } from '../../src/domain/history/entry/event.ts';
import { indexEntry } from '../../src/domain/history/entry/index-entry.ts';
import { openStore } from '../../src/store/connection/open.ts';
import { medians, type Ratio, run } from './measure.ts';

const filters: readonly (readonly [string, ...string[]])[] = [
  ['--who', 'ada@example.com'],
  ['--who', 'nobody@example.com'],
  ['--kind', 'check', '--phase', 'pilot', '--cli-version', '0.139.0'],
  ['--text', '"plugins inventory 17"'],
  ['--text', 'approved nowhere'],
  ['--since', '2026-11-20', '--until', '2026-11-20'],
];

/** `audit log` with filters on the long history that `longHistory` left in the folder, and on an empty one. */
export async function filteredPage(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  const long = join(folder, 'long.db');
  const empty = join(folder, 'none.db');
  indexAll(long);
  await (await openStore(empty, { now: () => new Date(), newId: () => randomUUID() })).close();
  const log = (db: string, filter: readonly string[]) =>
    run([process.execPath, resolve('dist/main.js'), 'audit', 'log', '--db', db, ...filter], env);
  const ratios: Ratio[] = [];
  for (const filter of filters) {
    const times = await medians(9, { long: () => log(long, filter), empty: () => log(empty, filter) });
    ratios.push({
      what: `audit log ${filter.join(' ')}`,
      ratio: times.long / times.empty,
      yardstick: 'the same on an empty history',
      goal: '≤ 2',
    });
  }
  return [
    ...ratios,
    {
      what: 'size of an entry with the index of its words',
      ratio: statSync(long).size / entriesIn(long) / 1024,
      yardstick: 'a KiB',
      note: 'the whole file of the database',
    },
  ];
}

function entriesIn(path: string): number {
  const raw = new Database(path, { readonly: true });
  const count = Number(raw.prepare('SELECT max(seq) FROM entry').pluck().get());
  raw.close();
  return count;
}

/** Does what a replay does to the index, without the other projections, so that the bench ends today. */
function indexAll(path: string): void {
  const raw = new Database(path);
  // A second connection, since one that is being read writes nothing.
  const reading = new Database(path, { readonly: true });
  const [insert, day] = [
    raw.prepare('INSERT INTO entry_word (rowid, facets, what, words) VALUES (?, ?, ?, ?)'),
    raw.prepare('INSERT INTO day SELECT substr(at, 1, 10), min(seq), max(seq) FROM entry GROUP BY 1'),
  ];
  raw.transaction(() => {
    for (const entry of reading.prepare<[], Entry>('SELECT * FROM entry').iterate()) {
      const held = { phase: 'pilot' as const, pin: '0.139.0' };
      const { facets, what, words } = indexEntry(entry, readEvent(entry), held);
      insert.run(entry.seq, facets, what, words);
    }
    day.run();
  })();
  reading.close();
  raw.close();
}
