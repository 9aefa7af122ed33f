import { formatPlace } from '../../../domain/base/documents/place.ts';
import { driftedPins, type PinScan, remedyOf } from '../../../domain/upgrade/pins/scan.ts';
import { codeSpan, escapeMarkdown } from '../../base/escape.ts';
import { countPins, describeDrift } from './text.ts';

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
