import { countVerdicts } from '../../../domain/checks/verdict.ts';
import { firstOfEachRole } from '../../../domain/rollout/next-actions.ts';
import { runState, type Status } from '../../../domain/rollout/status.ts';
import { jsonDocument } from '../../base/json-document.ts';
import { checkFields } from '../../checks/fields.ts';
import { actionFields } from '../next.ts';
import { phaseFields } from '../phase.ts';

/** The status for programs, `codex-cockpit/status` version 2 (docs/json.md). */
export function renderStatusJson(status: Status, database: string): string {
  const { rollout, pin, lastRun, entries } = status;
  const fields = {
    database,
    rollout: rollout
      ? {
          name: rollout.name,
          pin: rollout.pin,
          pinned_at: rollout.pinnedAt,
          surfaces: rollout.surfaces,
          started_at: rollout.startedAt,
          started_by: rollout.startedBy,
        }
      : null,
    pin,
    phases: status.phases.map(phaseFields),
    went_stale: status.wentStale.map(({ item, reason, staleSince }) => ({
      item: item.id,
      reason,
      stale_since: staleSince ?? null,
    })),
    awaited: firstOfEachRole(status.awaited).map(({ action, people }) => ({
      ...actionFields(action),
      people,
    })),
    last_run: lastRun ? runFields(lastRun) : null,
    entries,
    lost: status.lost ?? null,
  };
  return jsonDocument('status', fields, 2);
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
