import type { RecordedCheck, SuiteReport } from '../../domain/checks/recorded.ts';
import { escapeWorkflowData, escapeWorkflowProperty } from '../base/escape.ts';
import { placeOf } from './fields.ts';

/** A run as GitHub workflow commands: an annotation for each check that a person must look at. */
export function renderSuiteGithub(report: SuiteReport): string {
  return report.checks.map(annotation).join('');
}

function annotation(check: RecordedCheck): string {
  const level = levelOf(check);
  if (!level) return '';
  const { file, line } = placeOf(check) ?? { file: '', line: 1 };
  const title = `${check.verdict}: ${check.check}`;
  const { expected, actual, remedy } = check;
  const details = Object.entries({ expected, actual, remedy }).flatMap(([name, text]) =>
    text === undefined ? [] : [`${name}: ${text}`],
  );
  const message = [check.summary, ...details].join('\n');
  return `::${level} file=${escapeWorkflowProperty(file)},line=${line},title=${escapeWorkflowProperty(title)}::${escapeWorkflowData(message)}\n`;
}

function levelOf({ verdict, severity }: RecordedCheck): 'error' | 'warning' | 'notice' | undefined {
  switch (verdict) {
    case 'pass':
    case 'skip':
      return undefined;
    case 'manual':
      return 'notice';
    case 'warn':
      return 'warning';
    case 'error':
      return 'error';
    case 'fail':
      return severity === 'blocker' ? 'error' : severity === 'warn' ? 'warning' : 'notice';
  }
}
