import { type Lint, openFindings } from '../../../domain/runs/workflows/finding.ts';
import { escapeWorkflowData, escapeWorkflowProperty } from '../../base/escape.ts';

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** A lint as GitHub workflow commands: an annotation for each finding that counts. */
export function renderLintGithub(lint: Lint): string {
  return openFindings(lint)
    .map(({ place: { file, line, column }, severity, rule, message, fix }) => {
      const text = fix === '' ? message : `${message}. ${fix}`;
      return `::${levels[severity]} file=${escapeWorkflowProperty(file)},line=${line},col=${column},title=${escapeWorkflowProperty(rule)}::${escapeWorkflowData(text)}\n`;
    })
    .join('');
}
