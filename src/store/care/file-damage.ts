import type Database from 'better-sqlite3';

/** Most faults of one sort that are named; a broken file has thousands. */
export const maxFaults = 20;

/** What SQLite finds wrong with the file itself; nothing when it is sound. */
export function damageOf(raw: Database.Database): readonly string[] {
  return [...integrityOf(raw), ...strayReferences(raw)];
}

function integrityOf(raw: Database.Database): readonly string[] {
  return unlessCorrupt(() => {
    const told = raw.prepare<[], string>(`PRAGMA integrity_check(${maxFaults})`).pluck().all();
    return told.filter((line) => line !== 'ok');
  });
}

function strayReferences(raw: Database.Database): readonly string[] {
  return unlessCorrupt(() => {
    const rows = raw.prepare<[], { table: string; rowid: number }>('PRAGMA foreign_key_check').all();
    return rows.slice(0, maxFaults).map(({ table, rowid }) => `row ${rowid} of ${table} refers to nothing`);
  });
}

/** A file can be too damaged even for the look at its damage. */
function unlessCorrupt(look: () => readonly string[]): readonly string[] {
  try {
    return look();
  } catch (cause) {
    if (!isCorrupt(cause)) throw cause;
    const { code, message } = cause as Error & { code?: unknown };
    return [`${message} (${code})`];
  }
}

/** Whether SQLite refused to go on because of the file. */
function isCorrupt(cause: unknown): boolean {
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB)/.test(code);
}
