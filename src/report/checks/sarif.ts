import type { RecordedCheck, SuiteReport } from '../../domain/checks/recorded.ts';
import { declaredPlace, placeOf } from './fields.ts';

/** A run as SARIF 2.1.0, the form that code scanning reads: a result for each check that was not passed. */
export function renderSuiteSarif(report: SuiteReport): string {
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'codex-cockpit',
            rules: report.checks.map(({ check, title, remedy }) => ({
              id: check,
              shortDescription: { text: title },
              ...(remedy === undefined ? {} : { help: { text: remedy } }),
            })),
          },
        },
        invocations: [{ executionSuccessful: !report.interrupted && report.verdict !== 'error' }],
        results: report.checks.map((check, ruleIndex) => result(check, ruleIndex)),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
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
    locations: location(placeOf(check)),
    relatedLocations: location(declaredPlace(check.declaredAt)),
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

function location(place: ReturnType<typeof placeOf>) {
  if (place === undefined) return [];
  const { file, line, column } = place;
  const region = { startLine: line, startColumn: column };
  const uri = file.split(/[\\/]/).map(encodeURIComponent).join('/');
  return [
    { physicalLocation: { artifactLocation: { uri: file.startsWith('/') ? `file://${uri}` : uri }, region } },
  ];
}
