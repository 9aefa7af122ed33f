import type { SuiteReport } from '../../domain/checks/recorded.ts';
import { countVerdicts, unprovenBlockers } from '../../domain/checks/verdict.ts';
import { checkFields } from './fields.ts';

/** A run for programs, `codex-cockpit/check` version 1 (docs/json.md). */
export function renderSuiteJson(report: SuiteReport): string {
  const document = {
    format: 'codex-cockpit/check',
    version: 1,
    run: report.run,
    suite: report.suite,
    pin: report.pin,
    cli: { path: report.cliPath, version: report.cliVersion ?? null },
    verdict: report.verdict,
    interrupted: report.interrupted,
    started_at: report.startedAt,
    duration_ms: Math.round(report.durationMs),
    counts: countVerdicts(report.checks),
    unproven_blockers: unprovenBlockers(report.checks).map(({ check }) => check),
    checks: report.checks.map(checkFields),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
