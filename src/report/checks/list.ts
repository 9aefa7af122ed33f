import { formatPlace } from '../../domain/base/documents/place.ts';
import { clean } from '../../domain/base/text/clean.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { type Check, remedyFor } from '../../domain/checks/check.ts';
import { escapeJson } from '../base/escape.ts';
import { alignColumns } from '../base/table.ts';

/** The checks of a suite, a line each, for people. */
export function renderCheckList(checks: readonly Check[]): string {
  const rows = checks.map(({ id, severity, scope, title }) => [id, severity, scope, title]);
  return `${alignColumns(rows).join('\n')}\n`;
}

/** Everything that is declared of a check, for people; its remedy is that for a pin. */
export function renderCheckExplanation(check: Check, pin: string): string {
  const { action } = check;
  const judges =
    action.type === 'probe'
      ? [`built-in probe ${action.name}, with ${JSON.stringify(action.params)}`]
      : [`command ${action.argv.join(' ')}`, `expecting ${JSON.stringify(action.expect)}`];
  const rows = [
    ['why', check.why],
    ['judges by', judges.join(', ')],
    ['remedy', remedyFor(check.remedy, pin)],
    ['severity', check.severity],
    ['scope', check.scope],
    ['phase', check.phase],
    ['owner', check.owner],
    ['platforms', check.platforms.join(', ')],
    ['timeout', formatDuration(check.timeoutMs)],
    ['stale on a new CLI version', check.version_bound ? 'yes' : 'no'],
    ['declared at', formatPlace(check.declaredAt)],
  ];
  // A command and the name of a file are shown safely, and kept as they are.
  return clean(
    `${check.id}: ${check.title}\n${alignColumns(rows)
      .map((row) => `  ${row}\n`)
      .join('')}`,
  );
}

/** The same for programs, `codex-cockpit/checks` version 1 (docs/json.md). */
export function renderChecksJson(checks: readonly Check[]): string {
  const document = {
    format: 'codex-cockpit/checks',
    version: 1,
    checks: checks.map(({ timeoutMs, declaredAt, version_bound, ...check }) => ({
      ...check,
      timeout_ms: timeoutMs,
      version_bound,
      declared_at: formatPlace(declaredAt),
    })),
  };
  return escapeJson(`${JSON.stringify(document, null, 2)}\n`);
}
