import { RefusedError, UsageError } from '../base/errors.ts';
import type { RecordedRun } from '../checks/recorded.ts';
import type { Runbook } from './runbook.ts';

/**
 * @param texts SHA-256 of the two texts, as they are stored
 * @throws UsageError when the text of a draft is the one in force
 */
export function requireChange(
  { id, file }: Pick<Runbook, 'id' | 'file'>,
  texts: { draft: string; inForce: string | undefined },
): void {
  if (texts.draft !== texts.inForce) return;
  throw new UsageError(
    `the runbook ${id} is in force as it is`,
    `Change ${file} first; codex-cockpit runbook diff ${id} shows what would change.`,
  );
}

/**
 * Decides whether a changed runbook may be published after the newest run of the suite: all its checks ran to the
 * end on the pinned version, and passed or only warned. Everybody's work depends on a runbook, so a broken setup
 * must show before.
 *
 * @param run the newest run; undefined when none is recorded
 * @throws RefusedError naming what is missing
 */
export function requirePassingRun(
  run: RecordedRun | undefined,
  { pin, checks }: { pin: string; checks: number },
): void {
  const fault = faultOf(run, { pin, checks });
  if (fault === undefined) return;
  throw new RefusedError(
    `a changed runbook needs a passing suite on the pin ${pin}: ${fault}`,
    'Run it: codex-cockpit check. Or say why not to wait: --waive-suite "…".',
  );
}

function faultOf(
  run: RecordedRun | undefined,
  { pin, checks }: { pin: string; checks: number },
): string | undefined {
  if (!run) return 'no suite has run yet';
  if (run.finishedAt === undefined || run.interrupted) return 'the newest run did not finish';
  if (run.planned < checks) return `the newest run had ${run.planned} of ${checks} checks`;
  if (run.cliVersion !== pin) return `the newest run was on ${run.cliVersion ?? 'a CLI without a version'}`;
  if (run.verdict === 'pass' || run.verdict === 'warn') return undefined;
  return `the result of the newest run is ${run.verdict}`;
}
