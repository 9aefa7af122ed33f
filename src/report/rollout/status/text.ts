import { cleanLine } from '../../../domain/base/text/clean.ts';
import { describeVerdicts } from '../../../domain/checks/verdict.ts';
import { currentPhase } from '../../../domain/rollout/derive-rollout.ts';
import { firstOfEachRole } from '../../../domain/rollout/next-actions.ts';
import { runState, type Status } from '../../../domain/rollout/status.ts';
import { type Paint, paintState, paintVerdict } from '../../base/paint.ts';
import { alignColumns } from '../../base/table.ts';
import { gateDistance } from '../phase.ts';

/** How many lines a list of the status has at most; a command tells the rest. */
const mostLines = 5;

/** The status for people, on one screen: phase, distance to the gate, what went stale, who is awaited, the newest run. */
export function renderStatusText(status: Status, paint: Paint): string {
  const steps = alignColumns(
    status.phases.map((phase) => [
      `  ${paintState(phase.state, paint, 10)}`,
      phase.title,
      `${phase.progress.held}/${phase.progress.required}`,
      phase.state === 'ahead' ? phase.goal : gateDistance(phase),
    ]),
  );
  return [
    ...heading(status, paint),
    '',
    paint('dim', 'Phases: state, required items done, gate'),
    ...steps,
    '',
    ...(status.rollout ? renderAttention(status, paint) : []),
    ...renderLastRun(status, paint),
    '',
  ].join('\n');
}

function heading({ rollout, lost }: Status, paint: Paint): string[] {
  if (lost !== undefined)
    return [
      `NOT the history that was here: ${cleanLine(lost)}.`,
      'Restore it: codex-cockpit db restore FILE',
    ];
  if (!rollout) return ['No rollout yet.', 'Start one: codex-cockpit init --name "Our rollout"'];
  return [
    `${paint('bold', cleanLine(rollout.name))}  pin ${rollout.pin}, started ${day(rollout.startedAt)} by ${cleanLine(rollout.startedBy)}`,
  ];
}

function renderAttention(status: Status, paint: Paint): string[] {
  const current = currentPhase(status);
  const stale = status.wentStale.map(
    ({ item, reason }) => `  ${paintState('stale', paint)}  ${item.id}: ${cleanLine(reason)}`,
  );
  const awaited = alignColumns(
    firstOfEachRole(status.awaited).map(({ action, people }) => [
      `  ${action.role}`,
      cleanLine(action.action),
      people.map(cleanLine).join(', ') || 'no one has this role',
    ]),
  );
  return [
    ...section(
      `Gate of ${current?.title ?? ''}`,
      current?.blockers.map((one) => `  - ${cleanLine(one)}`) ?? [],
      {
        paint,
        more: `codex-cockpit phase show ${current?.id ?? ''}`,
      },
    ),
    ...section('Went stale since you last recorded something', stale, {
      paint,
      more: 'codex-cockpit item list --state stale',
    }),
    ...section('Awaited', awaited, { paint, more: 'codex-cockpit next' }),
  ];
}

function section(
  title: string,
  lines: readonly string[],
  { paint, more }: { paint: Paint; more: string },
): string[] {
  if (lines.length === 0) return [];
  const left = lines.length - mostLines;
  const rest = left > 0 ? [paint('dim', `  and ${left} more: ${more}`)] : [];
  return [paint('dim', title), ...lines.slice(0, mostLines), ...rest, ''];
}

function renderLastRun({ lastRun, entries }: Status, paint: Paint): string[] {
  if (!lastRun) return ['No suite has run yet.', 'Run it: codex-cockpit check'];
  const counted = describeVerdicts(lastRun.checks);
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
