import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import type { PhaseId } from '../../domain/base/phase.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { Role } from '../../domain/people/role.ts';
import type { GateDecision } from '../../domain/rollout/derive-rollout.ts';

/** Tables as Kysely sees them. Booleans are 0 or 1, times RFC 3339 text, lists JSON text. */
export type Tables = {
  entry: Entry;
  blob: { sha256: string; bytes: Uint8Array; size: number; truncated_from: number | null };
  rollout: {
    id: 1;
    name: string;
    pin: string;
    pinned_at: string;
    surfaces: string;
    started_at: string;
    started_by: string;
    seq: number;
  };
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
    /** 1 when the CLI was judged by itself, to be compared with the pin. */
    as_candidate: 0 | 1;
  };
  /** `has_role`: whether they have any, so that what they record counts for gates. */
  person: { email: string; seq: number; has_role: 0 | 1 };
  runbook: { id: string; seq: number };
  evidence: RecordedEvidence;
  waiver: {
    item: string;
    reason: string;
    approver: string;
    seq: number;
    at: string;
    expires_at: string;
    digest: string;
  };
  sign_off: {
    phase: PhaseId;
    role: Role;
    person: string;
    seq: number;
    at: string;
    evidence_digest: string;
    public_key: string | null;
  };
  gate: Omit<GateDecision, 'evidence'>;
  /** Entries about the text of an artifact. */
  artifact_entry: { seq: number; artifact: string };
  /** Where the text of an artifact was published last. */
  artifact_copy: { artifact: string; repository: string; path: string; seq: number };
  /** The newest run of a command of a catalog in a repository. */
  catalog_run: { artifact: string; command: string; repository: string; seq: number };
  review: { id: string; name: string; change: string; seq: number; finished_seq: number | null };
  review_entry: { seq: number; review: string };
  /** By what a session file is known again, and the entry that recorded it last. Times are milliseconds. */
  session_file: {
    name: string;
    home: string;
    person: string;
    size: number;
    mtime_ms: number;
    packed: 0 | 1;
    seq: number;
  };
  /** The words by which entries are found, an FTS5 index that gives nothing back but `rowid`: the `seq`. */
  entry_word: { rowid: number; facets: string; what: string; words: string };
  /** The first and the last entry of each day (UTC). */
  day: { day: string; first_seq: number; last_seq: number };
  /** A record of a compliance log. What the log does not say is empty; several repositories are lines. */
  compliance_record: {
    event_id: string;
    seq: number;
    at: string;
    /** Kind and id. */
    place: string;
    log: string;
    event_type: string;
    person: string;
    api_key: string;
    client: string;
    tool: string;
    model: string;
    status: string;
    environment: string;
    repositories: string;
    session: string;
  };
  /** The repositories that an environment had last, as lines. */
  compliance_environment: { environment: string; at: string; repositories: string };
  /** Where a turn or a session began, and the row of `compliance_activity` that counts it. */
  compliance_unit: { unit: string; at: string; activity: number };
  /** Sums of records that share a day, a person and more (`ActivityGroup` as JSON); null when no record says it. */
  compliance_activity: {
    id: number;
    key: string;
    day: string;
    /** The newest entry that added to it. */
    seq: number;
    requests: number | null;
    failed_requests: number | null;
    tool_calls: number | null;
    failed_tool_calls: number | null;
    turns: number | null;
    sessions: number | null;
    input_tokens: number | null;
    cached_input_tokens: number | null;
    output_tokens: number | null;
    reasoning_output_tokens: number | null;
  };
  /** A stretch of time of which a log was listed, or imported from a file. */
  compliance_stretch: {
    seq: number;
    place: string;
    log: string;
    from_at: string;
    to_at: string;
    basis: 'listed' | 'stated' | 'records';
    /** 1 when the list ended there. */
    complete: 0 | 1;
    /** When it was recorded. */
    at: string;
  };
  /** A log file that was listed, and the entry with which all of it was recorded. */
  compliance_file: {
    place: string;
    log: string;
    file: string;
    seq: number;
    /** Its oldest record may be of then. */
    since: string;
    /** The entry that ended with it: all of it is recorded, or it is `gone`. */
    fetched_seq: number | null;
    gone: 0 | 1;
  };
  check_result: {
    run: string;
    check_id: string;
    seq: number;
    verdict: string;
    cli_version: string | null;
    /** As its run has it. */
    as_candidate: 0 | 1;
  };
  /** The newest row of each key of imported figures, as JSON text. */
  figure: {
    source: string;
    place: string;
    key: string;
    seq: number;
    from_day: string;
    to_day: string;
    row: string;
  };
  /** Entries of imported figures without their rows, as JSON text. */
  figure_head: { seq: number; source: string; place: string; head: string };
};
