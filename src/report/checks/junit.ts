import type { RecordedCheck, SuiteReport } from '../../domain/checks/recorded.ts';
import { type Gate, gateExitCode } from '../../domain/checks/verdict.ts';
import { escapeXml } from '../base/escape.ts';

/**
 * A run as JUnit XML, the form that CI servers read (the schema of windyroad/JUnit-Schema). What cannot
 * be judged is skipped, with its reason; warnings stand in the output of the suite, since the form
 * knows none. A failure that does not fail the suite is such a warning: a server that reads the file has to
 * come to the verdict of the exit code, with `--fail-on warn` and `--require-proof` too.
 */
export function renderSuiteJunit(report: SuiteReport, gate: Gate = usualGate): string {
  const { checks } = report;
  const outcomeOf = (check: RecordedCheck) => outcomeBy(check, gate);
  const count = (...outcomes: Outcome[]) =>
    checks.filter((check) => outcomes.includes(outcomeOf(check))).length;
  const attributes = [
    'id="0"',
    'package="codex-cockpit"',
    `name="${escapeXml(report.suite)}"`,
    `timestamp="${report.startedAt.slice(0, 19)}"`,
    'hostname="localhost"',
    `tests="${checks.length}"`,
    `failures="${count('failure')}"`,
    `errors="${count('error')}"`,
    `skipped="${count('skipped')}"`,
    `time="${seconds(report.durationMs)}"`,
  ].join(' ');
  const warnings = checks.filter((check) => outcomeOf(check) === 'warning').map(describeWarning);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite ${attributes}>`,
    '    <properties>',
    `      <property name="pin" value="${escapeXml(report.pin)}"/>`,
    `      <property name="cli" value="${escapeXml(report.cliVersion ?? 'unknown')}"/>`,
    '    </properties>',
    ...checks.map((check) => testCase(report.suite, check, outcomeOf(check))),
    `    <system-out>${escapeXml(warnings.join('\n'))}</system-out>`,
    '    <system-err/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(suite: string, check: RecordedCheck, outcome: Outcome): string {
  const head = `    <testcase name="${escapeXml(check.check)}" classname="${escapeXml(suite)}" time="${seconds(check.durationMs)}"`;
  const inner = element(check, outcome);
  return inner === '' ? `${head}/>` : `${head}>\n      ${inner}\n    </testcase>`;
}

type Outcome = 'passed' | 'warning' | 'failure' | 'error' | 'skipped';

const usualGate: Gate = { failOn: 'fail', requireProof: false };

function outcomeBy(check: RecordedCheck, gate: Gate): Outcome {
  if (gateExitCode([check], gate) === 1) return 'failure';
  switch (check.verdict) {
    case 'pass':
      return 'passed';
    case 'warn':
    case 'fail':
      return 'warning';
    case 'error':
      return 'error';
    case 'skip':
    case 'manual':
      return 'skipped';
  }
}

function element(check: RecordedCheck, outcome: Outcome): string {
  const message = escapeXml(check.summary);
  switch (outcome) {
    case 'passed':
    case 'warning':
      return '';
    case 'failure':
      return `<failure message="${message}" type="${check.verdict}">${escapeXml(details(check))}</failure>`;
    case 'error':
      return `<error message="${message}" type="error">${escapeXml(details(check))}</error>`;
    case 'skipped':
      return `<skipped message="${check.verdict}: ${message}"/>`;
  }
}

function describeWarning(check: RecordedCheck): string {
  return `${check.check}: ${check.verdict}, ${check.severity}: ${check.summary}\n${details(check)}`;
}

function details({ expected, actual, remedy, declaredAt }: RecordedCheck): string {
  return Object.entries({ expected, actual, remedy, declared: declaredAt })
    .flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`]))
    .join('\n');
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);
