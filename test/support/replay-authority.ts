import type { AuthorityFinding } from '../../src/domain/history/authority/authority-finding.ts';
import { type AuthorityEntry, AuthorityReplay } from '../../src/domain/history/authority/replay-authority.ts';

/** What a replay of these entries finds; they begin with the first. */
export function replayAuthority(entries: Iterable<AuthorityEntry>): readonly AuthorityFinding[] {
  const replay = new AuthorityReplay();
  for (const entry of entries) replay.next(entry);
  return replay.findings;
}
