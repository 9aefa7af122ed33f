import type { Entry } from '../domain/audit/entry.ts';

/** Tables as Kysely sees them. Booleans are 0 or 1, times RFC 3339 text, lists JSON text. */
export type Tables = {
  entry: Entry;
  blob: { sha256: string; bytes: Uint8Array; size: number; truncated_from: number | null };
  rollout: { id: 1; name: string; pin: string; started_at: string; started_by: string; seq: number };
  run: {
    id: string;
    seq: number;
    suite: string;
    pin: string;
    cli_path: string;
    cli_version: string | null;
    started_at: string;
    started_by: string;
    planned: number;
    finished_at: string | null;
    duration_ms: number | null;
    verdict: string | null;
    interrupted: 0 | 1;
  };
  check_result: { run: string; check_id: string; seq: number; verdict: string; cli_version: string | null };
};
