import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import type { RecordedCheck, SuiteReport } from '../../domain/checks/recorded.ts';
import { describeVerdicts, unprovenBlockers } from '../../domain/checks/verdict.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

/**
 * A run for people: a line a check with its scope, with expected, actual and remedy below what did not pass, and the
 * verdict at the end.
 *
 * ```
 * ✘ fail    cli.version  static    71 ms  the CLI is 0.150.0, the pin is 0.139.0
 *           expected  codex-cli 0.139.0
 * ```
 */
export function renderSuiteText(report: SuiteReport, paint: Paint): string {
  const rows = alignColumns(
    report.checks.map(({ check, scope, durationMs, summary }) => [
      cleanLine(check),
      cleanLine(scope),
      formatDuration(durationMs).padStart(7),
      cleanLine(summary),
    ]),
  );
  const lines = report.checks.flatMap((check, index) => [
    `${paintVerdict(check.verdict, paint, 9)} ${rows[index] ?? ''}`,
    ...renderDetails(check, paint),
  ]);
  return `${lines.join('\n')}\n\n${renderVerdict(report, paint)}\n`;
}

function renderDetails(check: RecordedCheck, paint: Paint): string[] {
  const { verdict, expected, actual, remedy, knownIssues } = check;
  const judged = verdict === 'pass' || verdict === 'skip' ? {} : { expected, actual, remedy };
  const issues = knownIssues.map(({ id, text }) => ['known', `${text} (${id})`] as const);
  return [...Object.entries(judged), ...issues].flatMap(([name, text]) =>
    text === undefined
      ? []
      : [`          ${paint('dim', name.padEnd(9))} ${clean(text).replaceAll('\n', `\n${' '.repeat(20)}`)}`],
  );
}

function renderVerdict(report: SuiteReport, paint: Paint): string {
  const counted = describeVerdicts(report.checks);
  const cli =
    report.cliVersion === undefined
      ? 'a CLI that states no version'
      : `codex-cli ${cleanLine(report.cliVersion)}`;
  const unproven = unprovenBlockers(report.checks).map(({ check }) => cleanLine(check));
  const open =
    unproven.length === 0
      ? ''
      : `${unproven.length} ${unproven.length === 1 ? 'blocker' : 'blockers'} unproven: ${unproven.join(', ')}\n`;
  const ending = report.interrupted ? 'interrupted after' : 'in';
  return (
    `${paintVerdict(report.verdict, paint)}: ${counted.join(', ') || 'no check finished'} ` +
    `on ${cli} against pin ${report.pin}, ${ending} ${formatDuration(report.durationMs)}\n${open}` +
    paint('dim', `${cleanLine(report.cliPath)}, recorded as run ${report.run}`)
  );
}
