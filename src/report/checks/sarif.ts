import type { RecordedCheck, SuiteReport } from '../../domain/checks/recorded.ts';
import { sarifDocument, sarifLocations } from '../base/sarif.ts';
import { declaredPlace, placeOf } from './fields.ts';

/** A run as SARIF 2.1.0, the form that code scanning reads: a result for each check that was not passed. */
export function renderSuiteSarif(report: SuiteReport): string {
  return sarifDocument({
    rules: report.checks.map(({ check, title, remedy }) => ({
      id: check,
      shortDescription: { text: title },
      ...(remedy === undefined ? {} : { help: { text: remedy } }),
    })),
    executionSuccessful: !report.interrupted && report.verdict !== 'error',
    results: report.checks.map((check, ruleIndex) => result(check, ruleIndex)),
  });
}

function result(check: RecordedCheck, ruleIndex: number) {
  const { verdict, severity, summary, expected, actual, remedy } = check;
  const details = Object.entries({ expected, actual, remedy }).flatMap(([name, text]) =>
    text === undefined ? [] : [`${name}: ${text}`],
  );
  return {
    ruleId: check.check,
    ruleIndex,
    ...kindOf(verdict, severity),
    message: { text: [summary, ...details].join('\n') },
    locations: sarifLocations(placeOf(check)),
    relatedLocations: sarifLocations(declaredPlace(check.declaredAt)),
  };
}

// The kinds of SARIF 2.1.0 §3.27.9; only a failure has a level other than none.
function kindOf(verdict: RecordedCheck['verdict'], severity: RecordedCheck['severity']) {
  switch (verdict) {
    case 'pass':
      return { kind: 'pass', level: 'none' };
    case 'skip':
      return { kind: 'notApplicable', level: 'none' };
    case 'manual':
      return { kind: 'review', level: 'none' };
    case 'error':
      return { kind: 'open', level: 'none' };
    case 'warn':
      return { kind: 'fail', level: 'warning' };
    case 'fail':
      return {
        kind: 'fail',
        level: severity === 'blocker' ? 'error' : severity === 'warn' ? 'warning' : 'note',
      };
  }
}
