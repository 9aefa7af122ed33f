import type { RecordedCheck } from '../../domain/checks/recorded.ts';

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

/** A place in a file, counted from 1. */
type FilePlace = { file: string; line: number; column: number };

/**
 * Where a person looks first: the place in the team's file that a check complains of, else where the check is
 * declared. Undefined when neither is known.
 */
export function placeOf({ verdict, actual, declaredAt }: RecordedCheck): FilePlace | undefined {
  const complains = verdict === 'fail' || verdict === 'warn';
  return (
    (complains ? readPlace(/(?:^|; )([^;:\n$]+):(\d+):(\d+)(?=: |;|$)/.exec(actual ?? '')) : undefined) ??
    declaredPlace(declaredAt)
  );
}

/** Where a check is declared. */
export function declaredPlace(declaredAt: string): FilePlace | undefined {
  return readPlace(/^(.*):(\d+):(\d+)$/.exec(declaredAt));
}

function readPlace(found: RegExpExecArray | null): FilePlace | undefined {
  const [, file, line, column] = found ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}
