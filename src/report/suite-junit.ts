import type { RecordedCheck } from '../domain/checks/recorded.ts';
import type { SuiteReport } from '../domain/checks/suite-report.ts';
import { escapeXml } from './escape.ts';

/**
 * A run as JUnit XML, the form that CI servers read (the schema of windyroad/JUnit-Schema). What cannot
 * be judged is skipped, with its reason; warnings stand in the output of the suite, since the form
 * knows none.
 */
export function renderSuiteJunit(report: SuiteReport): string {
  const { checks } = report;
  const count = (...verdicts: string[]) => checks.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const attributes = [
    'id="0"',
    'package="codex-cockpit"',
    `name="${escapeXml(report.suite)}"`,
    `timestamp="${report.startedAt.slice(0, 19)}"`,
    'hostname="localhost"',
    `tests="${checks.length}"`,
    `failures="${count('fail')}"`,
    `errors="${count('error')}"`,
    `skipped="${count('skip', 'manual')}"`,
    `time="${seconds(report.durationMs)}"`,
  ].join(' ');
  const warnings = checks.filter(({ verdict }) => verdict === 'warn').map(describeWarning);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite ${attributes}>`,
    '    <properties>',
    `      <property name="pin" value="${escapeXml(report.pin)}"/>`,
    `      <property name="cli" value="${escapeXml(report.cliVersion ?? 'unknown')}"/>`,
    '    </properties>',
    ...checks.map((check) => testCase(report.suite, check)),
    `    <system-out>${escapeXml(warnings.join('\n'))}</system-out>`,
    '    <system-err/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(suite: string, check: RecordedCheck): string {
  const head = `    <testcase name="${escapeXml(check.check)}" classname="${escapeXml(suite)}" time="${seconds(check.durationMs)}"`;
  const inner = outcome(check);
  return inner === '' ? `${head}/>` : `${head}>\n      ${inner}\n    </testcase>`;
}

function outcome(check: RecordedCheck): string {
  const { verdict, summary } = check;
  switch (verdict) {
    case 'pass':
    case 'warn':
      return '';
    case 'fail':
      return `<failure message="${escapeXml(summary)}" type="fail">${escapeXml(details(check))}</failure>`;
    case 'error':
      return `<error message="${escapeXml(summary)}" type="error">${escapeXml(details(check))}</error>`;
    case 'skip':
    case 'manual':
      return `<skipped message="${escapeXml(`${verdict}: ${summary}`)}"/>`;
  }
}

function describeWarning(check: RecordedCheck): string {
  return `${check.check}: warn: ${check.summary}\n${details(check)}`;
}

function details({ expected, actual, remedy, declaredAt }: RecordedCheck): string {
  return Object.entries({ expected, actual, remedy, declared: declaredAt })
    .flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`]))
    .join('\n');
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);
