import type { Status } from '../../../domain/rollout/status.ts';
import { escapeMarkdown } from '../../base/escape.ts';
import { summarizeStatus } from './summary.ts';

/** The status as Markdown, for an issue, a wiki or a chat. */
export function renderStatusMarkdown(status: Status): string {
  const { title, facts, phases, lists } = summarizeStatus(status);
  const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [
    `## ${escapeMarkdown(title)}`,
    '',
    ...facts.map(([name, value]) => `- ${name}: ${escapeMarkdown(value)}`),
    '',
    '| phase | state | required items done | gate |',
    '|---|---|---|---|',
    ...phases.map(row),
    ...lists.flatMap((list) => [
      '',
      `### ${escapeMarkdown(list.title)}`,
      '',
      ...list.lines.map((line) => `- ${escapeMarkdown(line)}`),
    ]),
    '',
  ].join('\n');
}
