import { formatDuration } from '../../domain/base/time/duration.ts';
import type { SuiteReport } from '../../domain/checks/recorded.ts';
import { describeVerdicts, unprovenBlockers } from '../../domain/checks/verdict.ts';
import { codeSpan, escapeMarkdown } from '../base/escape.ts';

/** A run as Markdown, for a pull request or a step summary. */
export function renderSuiteMarkdown(report: SuiteReport): string {
  const counted = describeVerdicts(report.checks);
  const unproven = unprovenBlockers(report.checks).map(({ check }) => escapeMarkdown(check));
  const rows = report.checks.map(
    ({ verdict, check, summary, remedy }) =>
      `| ${verdict} | ${escapeMarkdown(check)} | ${escapeMarkdown(summary)} | ${judged(verdict) && remedy !== undefined ? codeSpan(remedy) : ''} |`,
  );
  return [
    `## Codex CLI ${escapeMarkdown(report.cliVersion ?? 'without a version')}: ${report.verdict}`,
    '',
    `${counted.join(', ')} against pin ${escapeMarkdown(report.pin)}, ${report.interrupted ? 'interrupted after' : 'in'} ${formatDuration(report.durationMs)}. Run \`${report.run}\`.`,
    ...(unproven.length === 0
      ? []
      : [
          '',
          `${unproven.length} ${unproven.length === 1 ? 'blocker' : 'blockers'} unproven: ${unproven.join(', ')}.`,
        ]),
    '',
    '| verdict | check | what was found | remedy |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const judged = (verdict: string) => verdict !== 'pass' && verdict !== 'skip';
