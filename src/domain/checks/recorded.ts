import type { EventOf } from '../base/event-body.ts';
import type { Evidence } from '../base/text-evidence.ts';
import type { runBodies } from './events.ts';
import type { Severity, SuiteVerdict, Verdict } from './verdict.ts';

/** A run of a suite, as recorded in the log. Times are RFC 3339, durations milliseconds. */
export type RecordedRun = {
  id: string;
  /** Entry that started it. */
  seq: number;
  suite: string;
  pin: string;
  cliPath: string;
  cliVersion: string | undefined;
  startedAt: string;
  startedBy: string;
  /** How many checks it set out to run. */
  planned: number;
  /** Undefined while it runs, and forever when its process was killed. */
  finishedAt: string | undefined;
  durationMs: number | undefined;
  verdict: SuiteVerdict | undefined;
  /** True when a person stopped it. */
  interrupted: boolean;
  /** True when the CLI was judged by itself, to be compared with the pin. */
  asCandidate: boolean;
};

/** A run with how many of its checks came to what. */
export type CountedRun = RecordedRun & { counts: Readonly<Record<Verdict, number>> };

/** The result of one check in one run, as recorded in the log. */
export type RecordedCheck = {
  check: string;
  /** Entry that recorded it. */
  seq: number;
  at: string;
  title: string;
  severity: Severity;
  scope: string;
  verdict: Verdict;
  summary: string;
  expected: string | undefined;
  actual: string | undefined;
  remedy: string | undefined;
  /** CLI version it was gathered on. */
  cliVersion: string | undefined;
  versionBound: boolean;
  durationMs: number;
  /** Known issues of that version which concern the check. */
  knownIssues: readonly { id: string; link: string; text: string }[];
  /** Where it was declared, as `file:line:column`. */
  declaredAt: string;
  evidence: readonly Evidence[];
};

/** The result in a `check.finished` entry. */
export function recordedCheck(
  entry: { seq: number; at: string },
  body: Extract<EventOf<typeof runBodies>, { kind: 'check.finished' }>['body'],
): RecordedCheck {
  return {
    check: body.check,
    seq: entry.seq,
    at: entry.at,
    title: body.title,
    severity: body.severity,
    scope: body.scope,
    verdict: body.verdict,
    summary: body.summary,
    expected: body.expected,
    actual: body.actual,
    remedy: body.remedy,
    cliVersion: body.cli_version ?? undefined,
    versionBound: body.version_bound,
    durationMs: body.duration_ms,
    knownIssues: body.known_issues,
    declaredAt: body.declared_at,
    evidence: body.evidence,
  };
}

/** A run that has come to its end, or was interrupted. Durations are milliseconds. */
export type SuiteReport = {
  run: string;
  suite: string;
  pin: string;
  cliPath: string;
  cliVersion: string | undefined;
  /** SHA-256 of the file that was run as the CLI, where it was just run. */
  cliSha256?: string | undefined;
  verdict: SuiteVerdict;
  interrupted: boolean;
  /** RFC 3339. */
  startedAt: string;
  durationMs: number;
  /** In the order of the suite. */
  checks: readonly RecordedCheck[];
};
