import type { RecordedCheck } from '../domain/checks/recorded.ts';

/** A recorded check as JSON output names it; absent values are null. */
export function checkFields(check: RecordedCheck) {
  return {
    id: check.check,
    title: check.title,
    severity: check.severity,
    scope: check.scope,
    verdict: check.verdict,
    summary: check.summary,
    expected: check.expected ?? null,
    actual: check.actual ?? null,
    remedy: check.remedy ?? null,
    cli_version: check.cliVersion ?? null,
    version_bound: check.versionBound,
    duration_ms: check.durationMs,
    entry: check.seq,
    declared_at: check.declaredAt,
    known_issues: check.knownIssues,
    evidence: check.evidence,
  };
}
