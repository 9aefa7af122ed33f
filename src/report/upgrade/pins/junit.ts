import { formatPlace } from '../../../domain/base/documents/place.ts';
import { driftedPins, type PinScan, remedyOf } from '../../../domain/upgrade/pins/scan.ts';
import { escapeXml } from '../../base/escape.ts';
import { describeDrift } from './text.ts';

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
