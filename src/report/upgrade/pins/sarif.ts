import { driftedPins, type PinScan } from '../../../domain/upgrade/pins/scan.ts';
import { sarifDocument, sarifLocations } from '../../base/sarif.ts';
import { describePin } from './text.ts';

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
      message: { text: describePin(found, scan.pin) },
      locations: sarifLocations(found.place),
    })),
  });
}
