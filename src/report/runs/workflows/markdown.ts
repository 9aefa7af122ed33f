import { formatPlace } from '../../../domain/base/documents/place.ts';
import { type Lint, openFindings } from '../../../domain/runs/workflows/finding.ts';
import { codeSpan, escapeMarkdown } from '../../base/escape.ts';
import { countLint, describeTool } from './text.ts';

/** A lint as Markdown, for a pull request. */
export function renderLintMarkdown(lint: Lint): string {
  const rows = openFindings(lint).map(
    ({ place, severity, rule, message, fix }) =>
      `| ${codeSpan(formatPlace(place))} | ${severity} | ${codeSpan(rule)} | ${escapeMarkdown(message)} | ${escapeMarkdown(fix)} |`,
  );
  const table =
    rows.length === 0
      ? []
      : ['| where | weight | rule | what was found | what to do |', '|---|---|---|---|---|', ...rows, ''];
  const notes = [
    ...lint.unread.map(({ file, reason }) => `not read: ${file}: ${reason}`),
    ...lint.notes.map(({ place, message }) => `not looked into: ${formatPlace(place)}: ${message}`),
    ...lint.tools.map(describeTool),
  ].map((note) => `- ${escapeMarkdown(note)}`);
  return [
    `## Workflows that start Codex: ${escapeMarkdown(countLint(lint))}`,
    '',
    ...table,
    ...notes,
    '',
  ].join('\n');
}
