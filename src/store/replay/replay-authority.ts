import type Database from 'better-sqlite3';
import type { AuthorityFinding } from '../../domain/history/authority/authority-finding.ts';
import { type AuthorityEntry, AuthorityReplay } from '../../domain/history/authority/replay-authority.ts';
import type { RecordedActs } from '../../domain/history/proof/history-walk.ts';

const columns = 'seq, actor, kind, body';
const pageSize = 1000;

/**
 * Replays who was allowed to do what, over the entries up to the one given: those that the proof found whole. Most of a
 * history are results of checks, which anybody but an auditor may record. They are read only when an auditor
 * recorded one.
 */
export function replayStoredAuthority(
  raw: Database.Database,
  { restricted, openActors }: RecordedActs,
  upTo: number,
): readonly AuthorityFinding[] {
  const one = raw.prepare<[number], AuthorityEntry>(`SELECT ${columns} FROM entry WHERE seq = ?`);
  const replay = new AuthorityReplay();
  for (const seq of restricted) {
    const entry = one.get(seq);
    if (entry) replay.next(entry);
  }
  if (!openActors.some((actor) => replay.wasOnlyAuditor(actor))) return replay.findings;
  return replayAll(raw, upTo);
}

function replayAll(raw: Database.Database, upTo: number): readonly AuthorityFinding[] {
  const page = raw.prepare<[number, number], AuthorityEntry>(
    `SELECT ${columns} FROM entry WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${pageSize}`,
  );
  const replay = new AuthorityReplay();
  let seen = 0;
  for (let rows = page.all(seen, upTo); rows.length > 0; rows = page.all(seen, upTo)) {
    for (const entry of rows) replay.next(entry);
    seen = rows.at(-1)?.seq ?? upTo;
  }
  return replay.findings;
}
