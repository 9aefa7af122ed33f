import { countVerdicts, VERDICTS } from '../domain/checks/verdict.ts';
import type { Runbook } from '../domain/rollout/runbook.ts';
import { runState, type Status } from '../domain/rollout/status.ts';
import { cleanLine } from '../domain/text/clean.ts';
import { type Paint, paintVerdict } from './paint.ts';
import { alignColumns } from './table.ts';

/** The status for people: the rollout, its phases and the newest run, on one screen. */
export function renderStatusText(status: Status, phases: readonly Runbook[], paint: Paint): string {
  const { rollout } = status;
  const heading = rollout
    ? [
        `${paint('bold', cleanLine(rollout.name))}  pin ${rollout.pin}, started ${day(rollout.startedAt)} by ${cleanLine(rollout.startedBy)}`,
      ]
    : ['No rollout yet.', 'Start one: codex-cockpit init --name "Our rollout"'];
  const steps = alignColumns(phases.map(({ title, goal, output }) => [`  ${title}`, goal, output]));
  return [
    ...heading,
    '',
    paint('dim', 'Phases: goal, output'),
    ...steps,
    '',
    ...renderLastRun(status, paint),
    '',
  ].join('\n');
}

function renderLastRun({ lastRun, entries }: Status, paint: Paint): string[] {
  if (!lastRun) return ['No suite has run yet.', 'Run it: codex-cockpit check'];
  const counts = countVerdicts(lastRun.checks);
  const counted = VERDICTS.filter((verdict) => counts[verdict] > 0).map(
    (verdict) => `${counts[verdict]} ${verdict}`,
  );
  const state = runState(lastRun);
  const ending = state === 'finished' ? '' : ` (${state})`;
  const verdict = lastRun.verdict ? paintVerdict(lastRun.verdict, paint) : 'no verdict';
  const cli = lastRun.cliVersion === undefined ? '' : ` on codex-cli ${cleanLine(lastRun.cliVersion)}`;
  return [
    `Last run  ${verdict}${ending}: ${lastRun.checks.length} of ${lastRun.planned} checks, ${counted.join(', ') || 'none finished'}`,
    `          suite ${lastRun.suite}${cli} against pin ${lastRun.pin}, ${lastRun.startedAt} by ${cleanLine(lastRun.startedBy)}`,
    ...lastRun.checks
      .filter((check) => check.verdict === 'fail' || check.verdict === 'error')
      .map(
        (check) =>
          `          ${paintVerdict(check.verdict, paint)}  ${cleanLine(check.check)}: ${cleanLine(check.summary)}`,
      ),
    `History   ${entries} entries`,
  ];
}

const day = (at: string) => at.slice(0, 10);
