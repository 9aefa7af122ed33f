import type Database from 'better-sqlite3';
import type { AuthorityFinding } from '../../domain/history/authority/authority-finding.ts';
import { AuthorityReplay, OPEN_KINDS } from '../../domain/history/authority/replay-authority.ts';

type Row = [seq: number, actor: string, kind: string, body: string];

const pageSize = 1000;

/** Replays who was allowed to do what, over the entries up to the one given: those that the proof found whole. */
export function replayStoredAuthority(raw: Database.Database, upTo: number): readonly AuthorityFinding[] {
  const kinds = OPEN_KINDS.map((kind) => `'${kind}'`).join(', ');
  // The bodies of checks are most of a history, and nobody's right rests on them.
  const body = `CASE WHEN kind IN (${kinds}) THEN '' ELSE body END`;
  const page = raw
    .prepare<[number, number], Row>(
      `SELECT seq, actor, kind, ${body} FROM entry WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${pageSize}`,
    )
    .raw();
  const replay = new AuthorityReplay();
  let seen = 0;
  for (let rows = page.all(seen, upTo); rows.length > 0; rows = page.all(seen, upTo)) {
    for (const [seq, actor, kind, body] of rows) replay.next({ seq, actor, kind, body });
    seen = rows.at(-1)?.[0] ?? upTo;
  }
  return replay.findings;
}
