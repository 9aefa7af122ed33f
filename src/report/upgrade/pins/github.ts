import { driftedPins, type PinScan } from '../../../domain/upgrade/pins/scan.ts';
import { escapeWorkflowData, escapeWorkflowProperty } from '../../base/escape.ts';
import { describePin } from './text.ts';

/** A scan as GitHub workflow commands: an annotation for each place that drifts. */
export function renderPinsGithub(scan: PinScan): string {
  return driftedPins(scan)
    .map((found) => {
      const { file, line, column } = found.place;
      const title = `Codex CLI is not pinned to ${scan.pin}`;
      return `::error file=${escapeWorkflowProperty(file)},line=${line},col=${column},title=${escapeWorkflowProperty(title)}::${escapeWorkflowData(describePin(found, scan.pin))}\n`;
    })
    .join('');
}
