import { countVerdicts } from '../domain/checks/verdict.ts';
import type { Runbook } from '../domain/rollout/runbook.ts';
import { runState, type Status } from '../domain/rollout/status.ts';
import { checkFields } from './check-fields.ts';

/** The status for programs, `codex-cockpit/status` version 1 (docs/json.md). */
export function renderStatusJson(status: Status, phases: readonly Runbook[], database: string): string {
  const { rollout, pin, lastRun, entries } = status;
  const document = {
    format: 'codex-cockpit/status',
    version: 1,
    database,
    rollout: rollout
      ? { name: rollout.name, pin: rollout.pin, started_at: rollout.startedAt, started_by: rollout.startedBy }
      : null,
    pin,
    phases: phases.map(({ phase, title, goal, output }) => ({ id: phase, title, goal, output })),
    last_run: lastRun ? runFields(lastRun) : null,
    entries,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function runFields(run: NonNullable<Status['lastRun']>) {
  return {
    run: run.id,
    suite: run.suite,
    state: runState(run),
    verdict: run.verdict ?? null,
    pin: run.pin,
    cli: { path: run.cliPath, version: run.cliVersion ?? null },
    started_at: run.startedAt,
    started_by: run.startedBy,
    finished_at: run.finishedAt ?? null,
    duration_ms: run.durationMs ?? null,
    planned: run.planned,
    counts: countVerdicts(run.checks),
    checks: run.checks.map(checkFields),
  };
}
