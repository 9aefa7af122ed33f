import type { RecordedCheck } from '../domain/checks/recorded.ts';
import type { SuiteReport } from '../domain/checks/suite-report.ts';
import { escapeXml } from './escape.ts';

/** A run as JUnit XML, the form that CI servers read. What cannot be judged is skipped, with its reason. */
export function renderSuiteJunit(report: SuiteReport): string {
  const { checks } = report;
  const count = (...verdicts: string[]) => checks.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const attributes = [
    `name="${escapeXml(report.suite)}"`,
    `tests="${checks.length}"`,
    `failures="${count('fail')}"`,
    `errors="${count('error')}"`,
    `skipped="${count('skip', 'manual')}"`,
    `time="${seconds(report.durationMs)}"`,
  ].join(' ');
  const cases = checks.map((check) => testCase(report.suite, check)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite ${attributes}>\n${cases}  </testsuite>\n</testsuites>\n`;
}

function testCase(suite: string, check: RecordedCheck): string {
  const head = `    <testcase name="${escapeXml(check.check)}" classname="${escapeXml(suite)}" time="${seconds(check.durationMs)}"`;
  const inner = outcome(check);
  return inner === '' ? `${head}/>\n` : `${head}>\n${inner}    </testcase>\n`;
}

function outcome({ verdict, summary, expected, actual, remedy, declaredAt }: RecordedCheck): string {
  const details = Object.entries({ expected, actual, remedy, declared: declaredAt })
    .flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`]))
    .join('\n');
  switch (verdict) {
    case 'pass':
      return '';
    case 'fail':
      return `      <failure message="${escapeXml(summary)}" type="fail">${escapeXml(details)}</failure>\n`;
    case 'error':
      return `      <error message="${escapeXml(summary)}" type="error">${escapeXml(details)}</error>\n`;
    case 'skip':
    case 'manual':
      return `      <skipped message="${escapeXml(`${verdict}: ${summary}`)}"/>\n`;
    case 'warn':
      return `      <system-out>${escapeXml(`warn: ${summary}\n${details}`)}</system-out>\n`;
  }
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);
