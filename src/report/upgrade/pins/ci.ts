import { formatPlace } from '../../../domain/base/documents/place.ts';
import { driftedPins, type FoundPin, type PinScan, remedyOf } from '../../../domain/upgrade/pins/scan.ts';
import {
  codeSpan,
  escapeMarkdown,
  escapeWorkflowData,
  escapeWorkflowProperty,
  escapeXml,
} from '../../base/escape.ts';
import { sarifDocument, sarifLocations } from '../../base/sarif.ts';
import { countPins, describeDrift } from './text.ts';

const describe = (found: FoundPin, pin: string) => `${describeDrift(found)}. ${remedyOf(found, pin)}`;

/** A scan as Markdown, for a pull request. */
export function renderPinsMarkdown(scan: PinScan): string {
  const rows = driftedPins(scan).map(
    (found) =>
      `| ${codeSpan(formatPlace(found.place))} | ${escapeMarkdown(describeDrift(found))} | ${escapeMarkdown(remedyOf(found, scan.pin))} |`,
  );
  const table =
    rows.length === 0 ? [] : ['', '| where | what was found | remedy |', '|---|---|---|', ...rows];
  return [`## Codex CLI versions: ${escapeMarkdown(countPins(scan))}`, ...table, ''].join('\n');
}

/** A scan as GitHub workflow commands: an annotation for each place that drifts. */
export function renderPinsGithub(scan: PinScan): string {
  return driftedPins(scan)
    .map((found) => {
      const { file, line, column } = found.place;
      const title = `Codex CLI is not pinned to ${scan.pin}`;
      return `::error file=${escapeWorkflowProperty(file)},line=${line},col=${column},title=${escapeWorkflowProperty(title)}::${escapeWorkflowData(describe(found, scan.pin))}\n`;
    })
    .join('');
}

/** A scan as JUnit XML: a test case for each place, and an error for each file that could not be read. */
export function renderPinsJunit(scan: PinScan): string {
  const drifted = new Set(driftedPins(scan));
  const cases = [
    ...scan.found.map((found) => {
      const head = `    <testcase name="${escapeXml(formatPlace(found.place))}" classname="pins" time="0"`;
      if (!drifted.has(found)) return `${head}/>`;
      return `${head}><failure message="${escapeXml(describeDrift(found))}" type="${found.drift.state}">${escapeXml(remedyOf(found, scan.pin))}</failure></testcase>`;
    }),
    ...scan.unread.map(
      ({ file, reason }) =>
        `    <testcase name="${escapeXml(file)}" classname="pins" time="0"><error message="${escapeXml(reason)}" type="unread"/></testcase>`,
    ),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite id="0" package="codex-cockpit" name="pins" tests="${cases.length}" failures="${drifted.size}" errors="${scan.unread.length}" skipped="0" time="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** A scan as SARIF 2.1.0, for code scanning. */
export function renderPinsSarif(scan: PinScan): string {
  return sarifDocument({
    rules: [
      { id: 'pins', shortDescription: { text: 'The Codex CLI is the version that the team has pinned' } },
    ],
    executionSuccessful: scan.unread.length === 0,
    results: driftedPins(scan).map((found) => ({
      ruleId: 'pins',
      ruleIndex: 0,
      kind: 'fail',
      level: found.drift.state === 'unresolved' ? 'warning' : 'error',
      message: { text: describe(found, scan.pin) },
      locations: sarifLocations(found.place),
    })),
  });
}
