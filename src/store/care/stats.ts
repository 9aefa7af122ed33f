import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { DatabaseStats } from '../../domain/database/looked-at.ts';

/** Measures a database. */
export function measureDatabase(raw: Database.Database, path: string): DatabaseStats {
  const number = (sql: string) => Number(raw.prepare(sql).pluck().get() ?? 0);
  const text = (sql: string) => raw.prepare<[], string>(sql).pluck().get();
  const pageSize = number('PRAGMA page_size');
  const entries = number('SELECT coalesce(max(seq), 0) FROM entry');
  const logBytes = number(
    "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = 'entry' AND type IN ('table', 'index'))",
  );
  return {
    entries,
    firstAt: text('SELECT at FROM entry ORDER BY seq LIMIT 1'),
    lastAt: text('SELECT at FROM entry ORDER BY seq DESC LIMIT 1'),
    kinds: raw
      .prepare<[], { kind: string; entries: number }>(
        'SELECT kind, count(*) AS entries FROM entry GROUP BY kind ORDER BY entries DESC, kind',
      )
      .all(),
    texts: number('SELECT count(*) FROM blob'),
    textBytes: number('SELECT sum(size) FROM blob'),
    largestText: number('SELECT max(size) FROM blob'),
    fileBytes: number('PRAGMA page_count') * pageSize,
    freeBytes: number('PRAGMA freelist_count') * pageSize,
    walBytes: statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    bytesPerEntry: entries === 0 ? undefined : Math.round(logBytes / entries),
  };
}
