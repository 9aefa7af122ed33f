import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { DatabaseCheck } from '../../domain/audit/database-check.ts';
import type { Entry } from '../../domain/audit/entry.ts';
import { readEvent } from '../../domain/audit/event.ts';
import { atOneMoment } from '../at-one-moment.ts';
import type { Tables } from '../schema.ts';
import { verifyHistory } from '../verify.ts';
import { findUnderived, type OnReplayed } from './derived.ts';
import { missingGuards } from './guards.ts';

/** Most faults of one sort that are told; a broken file has thousands. */
const maxFaults = 20;

/**
 * Looks at the file as SQLite sees it, at every entry as this program reads it, at the proof, at what keeps the
 * log append-only, and whether what is derived from the history is what it leads to.
 */
export async function checkDatabase(
  connection: { raw: Database.Database; db: Kysely<Tables> },
  onReplayed?: OnReplayed,
): Promise<DatabaseCheck> {
  const { raw } = connection;
  const damage = [...integrityOf(raw), ...strayReferences(raw)];
  // A damaged file ends a walk somewhere in the middle; what SQLite said of it says more.
  const unreadable = damage.length > 0 ? [] : unreadableEntries(raw);
  const proof = damage.length > 0 ? undefined : await verifyHistory(raw);
  const guards = damage.length > 0 ? [] : await missingGuards(raw);
  // What cannot be read cannot be replayed.
  const isReadable = damage.length === 0 && unreadable.length === 0;
  const underived = isReadable
    ? await atOneMoment(raw, () => findUnderived(connection, { atMost: maxFaults, onReplayed }))
    : [];
  const sound = isReadable && guards.length === 0 && underived.length === 0 && proof?.whole === true;
  return { sound, damage, unreadable, guards, underived, proof };
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
    const { code, message } = cause as Error & { code?: unknown };
    if (typeof code !== 'string' || !/^SQLITE_(CORRUPT|NOTADB)/.test(code)) throw cause;
    return [`${message} (${code})`];
  }
}

function unreadableEntries(raw: Database.Database): readonly string[] {
  const reasons: string[] = [];
  for (const entry of raw.prepare<[], Entry>('SELECT * FROM entry ORDER BY seq').iterate()) {
    const reason = whyUnreadable(entry);
    if (reason !== undefined) reasons.push(reason);
    if (reasons.length === maxFaults) break;
  }
  return reasons;
}

function whyUnreadable(entry: Entry): string | undefined {
  try {
    readEvent(entry);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
